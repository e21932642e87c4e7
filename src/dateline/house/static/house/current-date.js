// @ts-check
/** Says today's date in the paper's zone: a page on disk cannot know when it is read. */
class CurrentDate extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    this.tell();
    this.#timer = setInterval(() => this.tell(), 60_000);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  tell() {
    const timeZone = this.getAttribute("zone") || undefined;
    const day = new Intl.DateTimeFormat(document.documentElement.lang || "en", { dateStyle: "full", timeZone });
    const text = day.format(new Date());
    if (this.textContent !== text) this.textContent = text;
  }
}

customElements.define("current-date", CurrentDate);
