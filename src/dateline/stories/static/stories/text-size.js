// @ts-check
/** Adds "Aa" to a story: normal, large, largest, kept on the reader's own machine. */
class TextSize extends HTMLElement {
  #steps = ["normal", "large", "largest"];
  #name = document.createElement("span");

  connectedCallback() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tool";
    button.textContent = "Aa";
    this.#name.className = "visually-hidden";
    button.append(this.#name);
    button.addEventListener("click", () => this.#choose((this.#step() + 1) % this.#steps.length));
    this.append(button);
    this.#show(this.#step());
  }

  disconnectedCallback() {
    this.replaceChildren();
  }

  #step() {
    try {
      return Math.max(0, this.#steps.indexOf(localStorage.getItem("text-size") ?? ""));
    } catch {
      return Math.max(0, this.#steps.indexOf(document.documentElement.dataset.textSize ?? ""));
    }
  }

  /** @param {number} step */
  #show(step) {
    document.documentElement.dataset.textSize = this.#steps[step];
    const words = (this.dataset.sizes ?? "").split(",");
    this.#name.textContent = ` ${this.dataset.label}: ${words[step]}`;
  }

  /** @param {number} step */
  #choose(step) {
    this.#show(step);
    try {
      localStorage.setItem("text-size", this.#steps[step]);
    } catch {
      // Storage is closed to us: the choice lasts as long as the page.
    }
  }
}

customElements.define("text-size", TextSize);
