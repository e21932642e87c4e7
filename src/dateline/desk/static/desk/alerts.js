// @ts-check
/**
 * Kills and corrections on top of every desk screen, asked for anew twice a minute while the screen is looked at:
 * one that comes while somebody writes appears there. Without scripts it comes with the next screen.
 */
class DeskAlerts extends HTMLElement {
  #timer = 0;
  #onShow = () => this.#refresh();

  connectedCallback() {
    this.#timer = setInterval(() => this.#refresh(), 30_000);
    document.addEventListener("visibilitychange", this.#onShow);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    document.removeEventListener("visibilitychange", this.#onShow);
  }

  async #refresh() {
    if (document.hidden || !this.dataset.src) return;
    const reply = await fetch(this.dataset.src, { headers: { "X-Requested-With": "XMLHttpRequest" } }).catch(() => null);
    if (!reply?.ok || reply.redirected) return; // signed out, or the newsroom is away: what stands there stays
    const made = new DOMParser().parseFromString(await reply.text(), "text/html");
    const newer = made.querySelector("desk-alerts");
    if (!(newer instanceof HTMLElement) || newer.dataset.now === this.dataset.now) return;
    const isMore = (newer.dataset.now ?? "").length > (this.dataset.now ?? "").length;
    this.dataset.now = newer.dataset.now;
    this.replaceChildren(...newer.childNodes);
    for (const field of this.querySelectorAll("input[name=here]")) {
      /** @type {HTMLInputElement} */ (field).value = location.pathname + location.search;
    }
    if (isMore) this.firstElementChild?.setAttribute("role", "alert");
  }
}

customElements.define("desk-alerts", DeskAlerts);
