// @ts-check
/**
 * Counts characters as a reader sees them, keeps what was typed, and posts without leaving the page.
 * Without it the forms post by themselves. `mine`: where a reader's own comments are asked for, only by a
 * browser that has been signed in before; `left`, `over`, `down`: what is said near the limit and offline.
 */
const clusters = new Intl.Segmenter("en");

/** The server counts the same after the same two steps: plain line breaks, then NFC. @param {string} text */
const count = (text) =>
  [...clusters.segment(text.replace(/\r\n?|[\x85\u2028\u2029]/g, "\n").normalize("NFC"))].length;

/** @param {string} tag @param {object} facts @param {(Node | string)[]} inside */
const make = (tag, facts, ...inside) => {
  const node = Object.assign(document.createElement(tag), facts);
  node.append(...inside);
  return node;
};

class CommentBox extends HTMLElement {
  #stop = new AbortController();
  #timer = 0;

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.addEventListener("input", ({ target }) => this.#typed(/** @type {any} */ (target).form), { signal });
    this.addEventListener("submit", (event) => this.#submitted(event), { signal });
    for (const form of this.querySelectorAll(".comment-form")) {
      const text = form.querySelector("textarea");
      text.value ||= sessionStorage.getItem(this.#key(form)) ?? "";
      this.#typed(form);
    }
    if (document.cookie.includes("dateline_reader=1") && this.hasAttribute("mine")) this.#own();
  }

  disconnectedCallback() {
    this.#stop.abort();
    clearTimeout(this.#timer);
  }

  #key(form) {
    return `${form.action} ${form.elements.parent?.value ?? ""}`;
  }

  #typed(form) {
    const text = form?.elements.text?.value;
    if (text === undefined) return;
    const counter = form.querySelector(".comment-counter");
    const most = Number(counter.dataset.most);
    const left = most - count(text);
    counter.textContent = `${most - left}/${most}`;
    counter.toggleAttribute("data-over", left < 0);
    sessionStorage.setItem(this.#key(form), text);
    clearTimeout(this.#timer);
    if (left > 20) return;
    const said = `${Math.abs(left)} ${this.getAttribute(left < 0 ? "over" : "left")}`;
    this.#timer = setTimeout(() => this.#say(form, said), 800);
  }

  /** Read aloud, politely; a refusal is shown besides. */
  #say(form, sentence, isShown = false) {
    let status = form.querySelector("[role=status]");
    if (!status) form.append((status = make("p", { role: "status" })));
    status.className = isShown ? "notice" : "visually-hidden";
    status.textContent = sentence;
  }

  async #submitted(event) {
    const form = event.target;
    if (!form.matches(".comment-form, [action$='/like']")) return;
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    const reply = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    }).catch(() => null);
    const facts = await reply?.json().catch(() => null);
    button.disabled = false;
    if (!reply && navigator.onLine) form.submit();
    else if (!facts) this.#say(form, this.getAttribute("down"), true);
    else this.#answered(form, facts);
  }

  #answered(form, facts) {
    if (facts.sign_in || facts.id) sessionStorage.removeItem(this.#key(form));
    if (facts.sign_in) location.assign(facts.sign_in);
    else if ("likes" in facts) form.querySelector("b").textContent = facts.likes;
    else if (!facts.id || !this.hasAttribute("mine")) {
      if (facts.address) location.assign(facts.address);
      else this.#say(form, facts.sentence, true);
    } else {
      form.reset();
      this.#typed(form);
      this.#show(facts);
      this.#say(form, facts.sentence, true);
    }
  }

  async #own() {
    const reply = await fetch(this.getAttribute("mine"), { headers: { Accept: "application/json" } }).catch(() => null);
    const facts = await reply?.json().catch(() => null);
    if (!facts?.signed_in) return;
    for (const held of facts.held) this.#show({ ...held, waiting: facts.waiting });
    for (const id of facts.liked) this.querySelector(`#comment-${id} [action$='/like'] button`)?.setAttribute("aria-pressed", "true");
  }

  /** Sets a comment that is not printed yet where it will stand, for its writer alone. */
  #show({ id, parent, text, waiting }) {
    if (document.getElementById(`comment-${id}`)) return;
    const article = make(
      "article",
      { className: "comment", id: `comment-${id}` },
      make("p", { className: "comment-head" }, make("a", { href: this.getAttribute("mine"), textContent: waiting })),
      make("p", { className: "comment-text", dir: "auto", textContent: text }),
    );
    const thread = parent && this.querySelector(`#comment-${parent}`);
    if (thread) thread.append(article);
    else this.querySelector(".comment-form")?.after(article);
  }
}

customElements.define("comment-box", CommentBox);
