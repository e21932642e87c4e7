// @ts-check
/** Adds Share (the device's own sheet, or the link copied) and Print to a story. Nothing stands here without scripts. */
class ShareTools extends HTMLElement {
  #said = document.createElement("span");

  connectedCallback() {
    this.#said.className = "tool-said";
    this.#said.setAttribute("role", "status");
    if (navigator.share || navigator.clipboard) this.#button(this.dataset.share, () => this.share());
    this.#button(this.dataset.print, () => window.print());
    this.append(this.#said);
  }

  disconnectedCallback() {
    this.replaceChildren();
  }

  async share() {
    const url = location.href.split("#")[0];
    try {
      if (navigator.share) return await navigator.share({ title: document.title, url });
      await navigator.clipboard.writeText(url);
      this.#said.textContent = this.dataset.copied ?? "";
    } catch {
      // The reader closed the sheet, or the browser kept the clipboard to itself: nothing is lost.
    }
  }

  /** @param {string | undefined} label @param {() => void} act */
  #button(label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tool";
    button.textContent = label ?? "";
    button.addEventListener("click", act);
    this.append(button, " ");
  }
}

customElements.define("share-tools", ShareTools);
