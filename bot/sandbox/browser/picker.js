/** The select with a filter box: several choices as chips, or one choice out of suggestions. */

import { el } from "./dom.js";
import { plainWords } from "./mrkdwn.js";
import { OptionList } from "./option_list.js";

const SEARCH_AFTER_MS = 150;

export class Picker {
  #multiple;
  #most;
  #find;
  #changed;
  #directory;
  #chosen;
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
   * @param {import("./mrkdwn.js").Directory} setup.directory
   */
  constructor({ attributes, multiple, most = Infinity, chosen, find, changed, directory }) {
    this.#multiple = multiple;
    this.#most = most;
    this.#find = find;
    this.#changed = changed;
    this.#directory = directory;
    this.#chosen = chosen;
    this.#list = new OptionList({
      multiple,
      directory,
      isChosen: (option) => this.#isChosen(option),
      choose: (option) => this.#choose(option),
    });
    this.#input = el("input", {
      ...attributes,
      type: "text",
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.#list.node.id,
      onclick: () => this.#open(),
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
      onblur: () => this.#close(),
    });
    const box = el("div", { class: "picker-box" }, this.#input, this.#list.node);
    this.node = el("div", { class: "picker" }, multiple && this.#chips, box, this.#note);
    this.#showChosen();
  }

  #words(option) {
    return plainWords(option.text, this.#directory);
  }

  #isChosen(option) {
    return this.#chosen.some((chosen) => chosen.value === option.value);
  }

  get #isOpen() {
    return !this.#list.node.hidden;
  }

  #showChosen() {
    if (!this.#multiple) {
      this.#input.value = this.#chosen.length ? this.#words(this.#chosen[0]) : "";
      return;
    }
    this.#chips.hidden = !this.#chosen.length;
    this.#chips.replaceChildren(...this.#chosen.map((option) => this.#chip(option)));
  }

  #chip(option) {
    const words = this.#words(option);
    const remove = () => {
      this.#toggle(option);
      this.#input.focus();
    };
    const button = el("button", { type: "button", "aria-label": `Remove ${words}`, onclick: remove }, "×");
    return el("li", { class: "chip" }, words, button);
  }

  #toggle(option) {
    if (this.#multiple && this.#isChosen(option)) {
      this.#chosen = this.#chosen.filter((chosen) => chosen.value !== option.value);
    } else if (this.#multiple && this.#chosen.length >= this.#most) {
      this.#note.textContent = `At most ${this.#most} can be chosen.`;
      return;
    } else this.#chosen = this.#multiple ? [...this.#chosen, option] : [option];
    this.#showChosen();
    this.#list.markChosen();
    this.#changed(this.#chosen);
  }

  #choose(option) {
    this.#toggle(option);
    if (!this.#multiple) this.#close();
    else if (this.#input.value) {
      this.#input.value = "";
      this.#search();
    }
  }

  #typed() {
    if (!this.#multiple && !this.#input.value && this.#chosen.length) {
      this.#chosen = [];
      this.#changed([]);
    }
    this.#open();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#search(), SEARCH_AFTER_MS);
  }

  #open() {
    if (this.#isOpen) return;
    this.#list.node.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
    this.#search();
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asked += 1; // an answer still under way is not shown any more
    this.#list.node.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#tellActive(null);
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
    let [groups, nothing] = [[], "No options match."];
    try {
      groups = await this.#find(query);
    } catch {
      nothing = "The options could not be loaded. Type to try again.";
    }
    if (asked !== this.#asked) return;
    this.#list.show(groups);
    if (query && !this.#list.isEmpty) this.#list.activate(0);
    this.#tellActive(this.#list.activeId);
    this.#note.textContent = this.#list.isEmpty ? nothing : "";
  }

  #tellActive(id) {
    if (id) this.#input.setAttribute("aria-activedescendant", id);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!this.#isOpen) this.#open();
      else if (!this.#list.isEmpty) {
        this.#list.step(step);
        this.#tellActive(this.#list.activeId);
      }
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault(); // never sends the form
      if (this.#isOpen && this.#list.activeOption) this.#choose(this.#list.activeOption);
    } else if (event.key === "Escape" && this.#isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    } else if (event.key === "Backspace" && this.#multiple && !this.#input.value && this.#chosen.length) {
      this.#toggle(this.#chosen.at(-1));
    }
  }
}
