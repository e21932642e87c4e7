// @ts-check
/**
 * The wire desk by keys: j and k move, Enter and o open, t takes in, x sets aside, / searches, ? shows the keys.
 * Items open beside the list. Without scripts each item is a link and each key a button.
 */
class WireDesk extends HTMLElement {
  /** @type {AbortController | undefined} */
  #asking;
  #onKey = (/** @type {KeyboardEvent} */ event) => this.#key(event);
  #onClick = (/** @type {MouseEvent} */ event) => this.#click(event);
  #onBack = () => location.reload();
  #onSubmit = () => this.#goOnFromHere();

  connectedCallback() {
    document.addEventListener("keydown", this.#onKey, true);
    document.addEventListener("click", this.#onClick);
    addEventListener("popstate", this.#onBack);
    this.addEventListener("submit", this.#onSubmit);
    for (const button of document.querySelectorAll("[data-opens]")) button.removeAttribute("hidden");
    const choice = this.#choice;
    if (choice) {
      choice.checked = localStorage.getItem("wire-keys") !== "off";
      choice.addEventListener("change", () => localStorage.setItem("wire-keys", choice.checked ? "on" : "off"));
    }
    this.#bringInto(this.#read);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#onKey, true);
    document.removeEventListener("click", this.#onClick);
    removeEventListener("popstate", this.#onBack);
    this.removeEventListener("submit", this.#onSubmit);
    this.#asking?.abort();
  }

  /** @returns {HTMLInputElement | null} */
  get #choice() {
    return this.querySelector("[data-keys]");
  }

  /** @returns {HTMLAnchorElement[]} */
  get #rows() {
    return [...this.querySelectorAll(".wire-row__title a")].map((link) => /** @type {HTMLAnchorElement} */ (link));
  }

  /** The row of the item that is read. @returns {HTMLAnchorElement | undefined} */
  get #read() {
    return this.#rows.find((row) => row.getAttribute("aria-current") === "true");
  }

  /** The row that a key is about: the one in focus, else the one that is read. */
  get #chosen() {
    return this.#rows.find((row) => row === document.activeElement) ?? this.#read;
  }

  /** @returns {HTMLElement} */
  get #pane() {
    return /** @type {HTMLElement} */ (this.querySelector("[data-part]"));
  }

  get #isBeside() {
    return getComputedStyle(this.#pane).display !== "none" && this.#rows.some((row) => row.offsetParent !== null);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const types = target.closest?.("input, select, textarea, [contenteditable]");
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || types) return;
    if (document.querySelector("dialog[open]") || this.#choice?.checked === false) return;
    const act = this.#actOf(event);
    if (!act) return;
    // Wagtail has keys of its own, "?" among them.
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  }

  /** @param {KeyboardEvent} event @returns {(() => void) | undefined} */
  #actOf(event) {
    const letter = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
    // A Korean keyboard says ㅓ where the key is j.
    const key = /^[\x20-\x7e]$/.test(event.key) || event.key.length > 1 ? event.key : letter;
    switch (key) {
      case "j": return () => this.#move(1);
      case "k": return () => this.#move(-1);
      case "o": return () => this.#open(this.#chosen);
      case "t":
      case "x": return () => this.#press(key);
      case "/": return () => this.#search();
      case "?": return () => this.#show("wire-keys");
    }
  }

  /** @param {number} step */
  #move(step) {
    const rows = this.#rows;
    const chosen = this.#chosen;
    const next = rows[chosen ? rows.indexOf(chosen) + step : 0];
    if (!next) return this.#older(step);
    next.focus({ preventScroll: this.#isBeside });
    this.#bringInto(next);
    if (this.dataset.reads === "yes" && this.#isBeside) this.#open(next);
  }

  /** Into sight within the list: the screen around it stays as it is. @param {HTMLElement | undefined} row */
  #bringInto(row) {
    const item = row?.closest("li");
    const list = row?.closest("section");
    if (!item || !list || list.scrollHeight <= list.clientHeight) return;
    const [above, below] = [item.getBoundingClientRect(), list.getBoundingClientRect()];
    if (above.top < below.top) list.scrollTop -= below.top - above.top;
    else if (above.bottom > below.bottom) list.scrollTop += above.bottom - below.bottom;
  }

  /** @param {number} step */
  #older(step) {
    const more = this.querySelectorAll(".wire-desk__more a");
    /** @type {HTMLAnchorElement | undefined} */ (more[step > 0 ? more.length - 1 : 0])?.focus();
  }

  /** @param {HTMLAnchorElement | undefined} row @returns {Promise<boolean>} */
  async #open(row) {
    if (!row) return false;
    if (row === this.#read && this.#isBeside) return true;
    if (!this.#isBeside) return this.#go(row.href);
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    const address = new URL(row.href);
    address.searchParams.set("part", "item");
    try {
      const reply = await fetch(address, { signal: asking.signal });
      if (!reply.ok || reply.redirected) return this.#go(row.href);
      const html = await reply.text();
      if (asking.signal.aborted) return false;
      this.#put(row, html);
      return true;
    } catch {
      return asking.signal.aborted ? false : this.#go(row.href);
    }
  }

  /** @param {HTMLAnchorElement} row @param {string} html */
  #put(row, html) {
    const made = new DOMParser().parseFromString(html, "text/html");
    this.#pane.replaceChildren(...made.body.childNodes);
    this.#pane.scrollTop = 0;
    this.#read?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    if (this.dataset.reads === "yes") history.replaceState(null, "", row.href);
    else history.pushState(null, "", row.href);
    this.dataset.reads = "yes";
    const said = this.querySelector("[data-said]");
    if (said) said.textContent = row.textContent;
  }

  /** The form of the item that is read goes on to the item that stands next in this list. */
  #goOnFromHere() {
    const rows = this.#rows;
    const read = this.#read;
    const next = read && rows[rows.indexOf(read) + 1];
    for (const field of this.#pane.querySelectorAll("input[name=next]")) {
      if (next) /** @type {HTMLInputElement} */ (field).value = next.href.slice(location.origin.length);
    }
  }

  /** @param {string} key */
  async #press(key) {
    if (!(await this.#open(this.#chosen))) return;
    const button = /** @type {HTMLButtonElement | null} */ (this.#pane.querySelector(`[data-key="${key}"]`));
    button?.click();
  }

  #search() {
    const field = /** @type {HTMLInputElement | null} */ (this.querySelector("#wire-words"));
    field?.focus();
    field?.select();
  }

  /** @param {string} id */
  #show(id) {
    /** @type {HTMLDialogElement | null} */ (document.getElementById(id))?.showModal();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const opener = /** @type {HTMLElement | null} */ (target.closest("[data-opens]"));
    if (opener) return this.#show(opener.dataset.opens ?? "");
    const row = /** @type {HTMLAnchorElement | null} */ (target.closest(".wire-row__title a"));
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (row && isPlain && this.#isBeside) {
      event.preventDefault();
      this.#open(row);
    }
  }

  /** @param {string} address @returns {false} */
  #go(address) {
    location.assign(address);
    return false;
  }
}

customElements.define("wire-desk", WireDesk);
