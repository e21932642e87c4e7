// @ts-check
/**
 * Keeps the printed figures of the page fresh (wherever `data-symbol` stands) and says what may be claimed of them.
 * A state is believed until its `stale_at`, also when nothing can be fetched any more; without JavaScript the
 * printed figures stay, with their time and without a state.
 * @typedef {{symbol: string, name: string, last: string, change: string, percent: string, move: string,
 *   state: string, delay_minutes: number, at: string, stale_at: string}} Quote
 */
class MarketStrip extends HTMLElement {
  /** @type {Quote[]} */
  #quotes = [];
  /** How far the reader's clock is behind ours. */
  #behind = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #asking;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #ageing;

  connectedCallback() {
    document.addEventListener("visibilitychange", this.#wake);
    this.#wake();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#wake);
    clearInterval(this.#asking);
    clearTimeout(this.#ageing);
  }

  #wake = () => {
    clearInterval(this.#asking);
    if (document.hidden) return;
    this.#asking = setInterval(() => this.refresh(), Number(this.dataset.every) * 1000);
    this.refresh();
  };

  async refresh() {
    try {
      const reply = await fetch(this.getAttribute("src") ?? "", { signal: AbortSignal.timeout(8000) });
      if (!reply.ok) throw reply.status;
      this.#quotes = (await reply.json()).quotes;
      const sent = Date.parse(reply.headers.get("date") ?? "");
      this.#behind = sent - Date.now() || 0;
      // The header counts whole seconds.
      if (Math.abs(this.#behind) < 2000) this.#behind = 0;
    } catch {
      // The last true figures stay; their state ages by itself.
    }
    this.show();
  }

  show() {
    const now = Date.now() + this.#behind;
    let next = Infinity;
    for (const quote of this.#quotes) {
      const left = Date.parse(quote.stale_at) - now;
      if (left > 0) next = Math.min(next, left);
      else quote.state = "stale";
      for (const place of document.querySelectorAll(`[data-symbol="${CSS.escape(quote.symbol)}"]`)) {
        this.#fill(/** @type {HTMLElement} */ (place), quote);
      }
    }
    this.#sum();
    clearTimeout(this.#ageing);
    if (next < 864e5) this.#ageing = setTimeout(() => this.show(), next);
  }

  /** @param {HTMLElement} place @param {Quote} quote */
  #fill(place, quote) {
    place.dataset.move = quote.move;
    place.dataset.state = quote.state;
    const figures = { ...quote, percent: quote.percent + "%", at: this.#when(quote.at), state: this.#word(quote) };
    for (const part of place.querySelectorAll("[data-figure]")) {
      const name = /** @type {HTMLElement} */ (part).dataset.figure;
      // A true minus sign on screen.
      const text = String(figures[/** @type {keyof typeof figures} */ (name)]).replace(/^-/, "−");
      if (part.textContent !== text) part.textContent = text;
      if (name === "at") part.setAttribute("datetime", quote.at);
    }
    const spoken = (this.dataset.spoken ?? "").split("|")[["up", "down", "flat"].indexOf(quote.move)] ?? "";
    const [change, percent] = [quote.change, quote.percent].map((figure) => figure.replace(/^[+-]/, ""));
    place.querySelector("[role=img][aria-label]")
      ?.setAttribute("aria-label", spoken.replace("{}", change).replace("{}", percent));
  }

  /** The strip's own state: one for all of its figures, or one each where they differ. */
  #sum() {
    const own = [...this.querySelectorAll("[data-symbol]")].map((item) => item.getAttribute("data-symbol"));
    const quotes = this.#quotes.filter((quote) => own.includes(quote.symbol));
    if (!quotes.length) return;
    const newest = quotes.reduce((one, other) => (Date.parse(other.at) > Date.parse(one.at) ? other : one));
    /** @param {Quote} quote */
    const said = (quote) => {
      const rests = quote.state !== "live" && quote.state !== "delayed";
      return this.#word(quote) + (rests ? " " + this.#when(quote.at, new Date(quote.at).toDateString() !== new Date().toDateString()) : "");
    };
    const same = new Set(quotes.map((quote) => quote.state)).size === 1;
    const text = same ? said(newest) : quotes.map((quote) => `${quote.name} ${said(quote)}`).join(" · ");
    this.dataset.state = same ? newest.state : "mixed";
    const state = this.querySelector("[data-part=state]");
    if (state && state.textContent !== text) state.textContent = text;
    const time = this.querySelector("time");
    time?.setAttribute("datetime", newest.at);
    if (time) time.textContent = (this.dataset.asOf ?? "").replace("{}", this.#when(newest.at, true, "long"));
  }

  /** @param {Quote} quote */
  #word(quote) {
    const place = ["live", "delayed", "closed", "stale", "halted", "holiday"].indexOf(quote.state);
    return ((this.dataset.states ?? "").split("|")[place] ?? "").replace("{}", String(quote.delay_minutes));
  }

  /**
   * As the server prints it: "Nov 24, 13:31 KST", "11월 24일 13:31".
   * @param {string} at @param {boolean} [withDay] @param {"short" | "long"} [month]
   */
  #when(at, withDay = true, month = "short") {
    const moment = new Date(at), timeZone = this.dataset.zone, language = document.documentElement.lang;
    const zone = this.dataset.zoneName;
    const clock = moment.toLocaleTimeString("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }) + (zone ? " " + zone : "");
    if (!withDay) return clock;
    const year = month === "long" ? "numeric" : undefined;
    const day = moment.toLocaleDateString(language, { timeZone, month, day: "numeric", year });
    return day + (language === "ko" ? " " : ", ") + clock;
  }
}

customElements.define("market-strip", MarketStrip);
