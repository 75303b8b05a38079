/** The select with a filter box: several choices as chips, or one choice out of suggestions. */

import { el, freshId } from "./dom.js";
import { plainWords } from "./mrkdwn.js";

const SUGGEST_AFTER_MS = 150;

export class Picker {
  #multiple;
  #most;
  #find;
  #changed;
  #directory;
  #chosen;
  #shown = [];
  #active = -1;
  #asked = 0;
  #timer;
  #chips = el("ul", { class: "chips", "aria-label": "Chosen" });
  #list;
  #input;
  #note = el("p", { class: "picker-note", role: "status" });

  /**
   * @param {object} setup
   * @param {Record<string, unknown>} setup.attributes id, labels and placeholder of the filter box
   * @param {boolean} setup.multiple
   * @param {number} [setup.most] how many may be chosen
   * @param {object[]} setup.chosen
   * @param {(query: string) => Promise<{label: string|null, options: object[]}[]>} setup.find
   * @param {(chosen: object[]) => void} setup.changed
   */
  constructor({ attributes, multiple, most = Infinity, chosen, find, changed, directory }) {
    this.#multiple = multiple;
    this.#most = most;
    this.#find = find;
    this.#changed = changed;
    this.#directory = directory;
    this.#chosen = chosen;
    this.#list = el("div", {
      class: "options", role: "listbox", id: freshId("options"), "aria-label": "Options", "aria-multiselectable": multiple && "true", hidden: true,
    });
    this.#input = el("input", {
      ...attributes,
      type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.#list.id,
      onclick: () => this.#open(),
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
      onblur: () => this.#close(),
    });
    // The filter box keeps the focus while options are clicked or the list is scrolled.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.node = el("div", { class: "picker" }, multiple && this.#chips, el("div", { class: "picker-box" }, this.#input, this.#list), this.#note);
    this.#showChosen();
  }

  #words(option) {
    return plainWords(option.text, this.#directory);
  }

  #isChosen(option) {
    return this.#chosen.some((chosen) => chosen.value === option.value);
  }

  #showChosen() {
    if (!this.#multiple) {
      this.#input.value = this.#chosen.length ? this.#words(this.#chosen[0]) : "";
      return;
    }
    this.#chips.hidden = !this.#chosen.length;
    this.#chips.replaceChildren(
      ...this.#chosen.map((option) => {
        const remove = () => {
          this.#toggle(option);
          this.#input.focus();
        };
        const words = this.#words(option);
        return el("li", { class: "chip" }, words, el("button", { type: "button", "aria-label": `Remove ${words}`, onclick: remove }, "×"));
      }),
    );
  }

  #toggle(option) {
    if (!this.#multiple) this.#chosen = [option];
    else if (this.#isChosen(option)) this.#chosen = this.#chosen.filter((chosen) => chosen.value !== option.value);
    else if (this.#chosen.length >= this.#most) {
      this.#note.textContent = `At most ${this.#most} can be chosen.`;
      return;
    } else this.#chosen = [...this.#chosen, option];
    this.#showChosen();
    this.#changed(this.#chosen);
  }

  #choose(option) {
    this.#toggle(option);
    if (!this.#multiple) this.#close();
    else if (this.#input.value) {
      this.#input.value = "";
      this.#search();
    } else this.#markChosen();
  }

  #typed() {
    if (!this.#multiple && !this.#input.value && this.#chosen.length) {
      this.#chosen = [];
      this.#changed([]);
    }
    this.#open();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#search(), SUGGEST_AFTER_MS);
  }

  #open() {
    if (!this.#list.hidden) return;
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
    this.#search();
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asked += 1; // an answer still under way is not shown any more
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
    this.#note.textContent = "";
    if (this.#multiple) this.#input.value = "";
    else this.#showChosen();
  }

  async #search() {
    this.#asked += 1;
    const asked = this.#asked;
    const typed = this.#input.value.trim();
    // The words of the one chosen option are not a query.
    const query = !this.#multiple && this.#chosen.length && typed === this.#words(this.#chosen[0]) ? "" : typed;
    let groups = [];
    let failed = false;
    try {
      groups = await this.#find(query);
    } catch {
      failed = true;
    }
    if (asked !== this.#asked) return;
    this.#showOptions(groups);
    if (failed) this.#note.textContent = "The options could not be loaded. Type to try again.";
    else this.#note.textContent = this.#shown.length ? "" : "No options match.";
  }

  #showOptions(groups) {
    this.#shown = [];
    const optionNode = (option) => {
      const node = el(
        "div",
        { role: "option", id: freshId("option"), "aria-selected": String(this.#isChosen(option)), onclick: () => this.#choose(option) },
        this.#words(option),
        option.description && el("small", {}, plainWords(option.description, this.#directory)),
      );
      this.#shown.push({ option, node });
      return node;
    };
    this.#list.replaceChildren(
      ...groups.filter((group) => group.options.length).map((group) => {
        if (group.label === null) return el("div", { role: "presentation" }, group.options.map(optionNode));
        const heading = freshId("group");
        return el("div", { role: "group", "aria-labelledby": heading }, el("div", { id: heading, class: "group", role: "presentation" }, group.label), group.options.map(optionNode));
      }),
    );
    this.#activate(this.#input.value && this.#shown.length ? 0 : -1);
    this.#list.scrollTop = 0;
    this.#list.scrollIntoView({ block: "nearest" });
  }

  #markChosen() {
    for (const { option, node } of this.#shown) node.setAttribute("aria-selected", String(this.#isChosen(option)));
  }

  #activate(index) {
    this.#shown[this.#active]?.node.classList.remove("active");
    this.#active = index;
    const node = this.#shown[index]?.node;
    if (!node) {
      this.#input.removeAttribute("aria-activedescendant");
      return;
    }
    node.classList.add("active");
    node.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", node.id);
  }

  #key(event) {
    const open = !this.#list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!open) this.#open();
      else if (this.#shown.length) {
        const from = this.#active < 0 && step < 0 ? 0 : this.#active;
        this.#activate((from + step + this.#shown.length) % this.#shown.length);
      }
    } else if (event.key === "Enter") {
      event.preventDefault(); // never sends the form
      if (open && this.#shown[this.#active]) this.#choose(this.#shown[this.#active].option);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    } else if (event.key === "Backspace" && this.#multiple && !this.#input.value && this.#chosen.length) {
      this.#toggle(this.#chosen.at(-1));
      this.#markChosen();
    }
  }
}
