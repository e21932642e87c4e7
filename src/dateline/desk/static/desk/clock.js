// @ts-check
/** Counts down to the end of an embargo by the server's clock. Without scripts its written times stand there alone. */
class EmbargoClock extends HTMLElement {
  #left = document.createElement("span");
  #timer = 0;
  // How far this machine's clock is from the server's.
  #ahead = 0;

  connectedCallback() {
    this.#ahead = Date.now() - Date.parse(this.dataset.now ?? "");
    this.#left.className = "desk-clock";
    this.append(" ", this.#left);
    this.#tick();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#left.remove();
  }

  #tick() {
    const seconds = Math.ceil((Date.parse(this.dataset.until ?? "") - (Date.now() - this.#ahead)) / 1000);
    if (Number.isNaN(seconds)) return;
    this.#left.textContent = seconds > 0 ? `in ${this.#said(seconds)}` : "lifted";
    this.toggleAttribute("data-lifted", seconds <= 0);
    if (seconds > 0) this.#timer = setTimeout(() => this.#tick(), seconds <= 3600 ? 1000 : 10_000);
  }

  /** @param {number} seconds */
  #said(seconds) {
    const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
    const minutes = Math.floor(seconds / 60);
    if (seconds <= 3600) return `${two(minutes)}:${two(seconds % 60)}`;
    if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
    return `${Math.floor(minutes / 1440)} days`;
  }
}

customElements.define("embargo-clock", EmbargoClock);
