// @ts-check
/** Lets the reader choose the colours of rises and falls, on the market page; the choice holds on every page. */
class MarketColours extends HTMLElement {
  connectedCallback() {
    const fieldset = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = this.dataset.label ?? "";
    fieldset.append(legend, this.#choice("green-up", this.dataset.green ?? ""), this.#choice("red-up", this.dataset.red ?? ""));
    this.replaceChildren(fieldset);
  }

  disconnectedCallback() {
    this.replaceChildren();
  }

  /** @param {string} value @param {string} text */
  #choice(value, text) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", name: "market-colours", value });
    const root = document.documentElement;
    input.checked = (root.dataset.colours ?? (root.lang === "ko" ? "red-up" : "green-up")) === value;
    input.onchange = () => {
      root.dataset.colours = value;
      try {
        localStorage.setItem("market-colours", value);
      } catch {
        // Kept for this page alone.
      }
    };
    label.append(input, " ", text);
    return label;
  }
}

try {
  const chosen = localStorage.getItem("market-colours");
  if (chosen) document.documentElement.dataset.colours = chosen;
} catch {
  // The edition's own colours.
}

customElements.define("market-colours", MarketColours);
