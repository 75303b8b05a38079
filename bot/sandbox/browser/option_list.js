/** The listbox beneath a filter box: options in groups, one of them active, the chosen ones marked. */

import { el, freshId } from "./dom.js";
import { plainWords } from "./mrkdwn.js";

export class OptionList {
  #directory;
  #isChosen;
  #choose;
  #shown = [];
  #active = -1;

  /**
   * @param {object} setup
   * @param {boolean} setup.multiple
   * @param {(option: object) => boolean} setup.isChosen
   * @param {(option: object) => void} setup.choose
   * @param {import("./mrkdwn.js").Directory} setup.directory
   */
  constructor({ multiple, isChosen, choose, directory }) {
    this.#directory = directory;
    this.#isChosen = isChosen;
    this.#choose = choose;
    this.node = el("div", {
      class: "options",
      role: "listbox",
      id: freshId("options"),
      "aria-label": "Options",
      "aria-multiselectable": multiple && "true",
      hidden: true,
    });
    // The filter box keeps the focus while options are clicked or the list is scrolled.
    this.node.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get isEmpty() {
    return this.#shown.length === 0;
  }

  get activeOption() {
    return this.#shown[this.#active]?.option ?? null;
  }

  get activeId() {
    return this.#shown[this.#active]?.node.id ?? null;
  }

  /** @param {{label: string|null, options: object[]}[]} groups */
  show(groups) {
    this.#shown = [];
    this.#active = -1;
    const filled = groups.filter((group) => group.options.length);
    this.node.replaceChildren(...filled.map((group) => this.#group(group)));
    this.node.scrollTop = 0;
    this.node.scrollIntoView({ block: "nearest" });
  }

  #group({ label, options }) {
    const nodes = options.map((option) => this.#option(option));
    if (label === null) return el("div", { role: "presentation" }, nodes);
    const id = freshId("group");
    const heading = el("div", { id, class: "group", role: "presentation" }, label);
    return el("div", { role: "group", "aria-labelledby": id }, heading, nodes);
  }

  #option(option) {
    const node = el(
      "div",
      {
        role: "option",
        id: freshId("option"),
        "aria-selected": String(this.#isChosen(option)),
        onclick: () => this.#choose(option),
      },
      plainWords(option.text, this.#directory),
      option.description && el("small", {}, plainWords(option.description, this.#directory)),
    );
    this.#shown.push({ option, node });
    return node;
  }

  markChosen() {
    for (const { option, node } of this.#shown) node.setAttribute("aria-selected", String(this.#isChosen(option)));
  }

  /** Makes the option at `index` the active one, counting round the ends. */
  activate(index) {
    this.#shown[this.#active]?.node.classList.remove("active");
    this.#active = (index + this.#shown.length) % this.#shown.length;
    const { node } = this.#shown[this.#active];
    node.classList.add("active");
    node.scrollIntoView({ block: "nearest" });
  }

  /** @param {1|-1} by */
  step(by) {
    this.activate(this.#active < 0 && by < 0 ? -1 : this.#active + by);
  }
}
