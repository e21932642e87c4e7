// @ts-check
/**
 * Makes every `<time data-relative>` of the last seven days "2 hours ago", in the page's language, and keeps it true.
 * One of these stands on a page. The exact moment stays in each element's title; without scripts it is the text.
 */
class RelativeTime extends HTMLElement {
  #timer = 0;
  #exact = new WeakMap();
  #language = document.documentElement.lang || "en";
  #counted = new Intl.RelativeTimeFormat(this.#language, { numeric: "always" });
  #now = new Intl.RelativeTimeFormat(this.#language, { numeric: "auto" }).format(0, "second");
  #arrivals = new MutationObserver(() => this.tell());
  #returned = () => this.tell();

  connectedCallback() {
    this.tell();
    this.#timer = setInterval(() => this.tell(), 30_000);
    this.#arrivals.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("visibilitychange", this.#returned);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    this.#arrivals.disconnect();
    document.removeEventListener("visibilitychange", this.#returned);
  }

  tell() {
    for (const time of document.querySelectorAll("time[data-relative]")) {
      if (!this.#exact.has(time)) this.#exact.set(time, time.textContent);
      const text = this.since(Date.parse(time.getAttribute("datetime") ?? "")) ?? this.#exact.get(time);
      if (time.textContent !== text) time.textContent = text;
    }
  }

  /** The words for a moment in milliseconds; null when it should be said exactly. @param {number} moment */
  since(moment) {
    const minutes = Math.floor((Date.now() - moment) / 60_000);
    if (!(minutes >= -5 && minutes < 7 * 24 * 60)) return null; // a clock may be a little slow
    if (minutes < 1) return this.#now;
    if (minutes < 60) return this.#counted.format(-minutes, "minute");
    if (minutes < 24 * 60) return this.#counted.format(-Math.floor(minutes / 60), "hour");
    return this.#counted.format(-Math.floor(minutes / (24 * 60)), "day");
  }
}

customElements.define("relative-time", RelativeTime);
