/** Suggests the verbs of `/incident` while one is being typed. */

import { el, freshId } from "./dom.js";

const VERBS = [
  ["new", "Declare an incident"],
  ["update", "Post an update"],
  ["status", "Change the status"],
  ["resolve", "Resolve an incident"],
  ["reopen", "Reopen a resolved incident"],
  ["list", "The open incidents"],
  ["show", "One incident with all its updates"],
  ["components", "What each component shows now"],
  ["page", "Links to the public page"],
  ["help", "All of this, in more words"],
].map(([verb, meaning]) => ({ command: `/incident ${verb}`, meaning }));

export class VerbHints {
  #field;
  #active = -1;
  #shown = [];

  /** @param {HTMLTextAreaElement} field */
  constructor(field) {
    this.#field = field;
    this.node = el("div", {
      class: "verbs",
      id: freshId("verbs"),
      role: "listbox",
      "aria-label": "Commands",
      hidden: true,
    });
    this.node.addEventListener("mousedown", (event) => event.preventDefault());
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.node.id);
    field.addEventListener("input", () => this.#show());
    field.addEventListener("blur", () => this.hide());
    field.addEventListener("keydown", (event) => this.#key(event));
  }

  #show() {
    const typed = this.#field.value.toLowerCase();
    const fits = typed.startsWith("/")
      ? VERBS.filter(({ command }) => command.startsWith(typed) && command !== typed)
      : [];
    this.#shown = fits.map(({ command, meaning }) => ({
      command,
      node: el(
        "div",
        { role: "option", id: freshId("verb"), "aria-selected": "false", onclick: () => this.#take(command) },
        el("strong", {}, command),
        el("span", {}, meaning),
      ),
    }));
    this.node.replaceChildren(...this.#shown.map(({ node }) => node));
    this.node.hidden = !fits.length;
    this.#activate(-1);
  }

  hide() {
    this.node.hidden = true;
    this.#activate(-1);
  }

  #activate(index) {
    this.#active = index;
    this.#shown.forEach(({ node }, at) => node.setAttribute("aria-selected", String(at === index)));
    const node = this.#shown[index]?.node;
    node?.scrollIntoView({ block: "nearest" });
    if (node) this.#field.setAttribute("aria-activedescendant", node.id);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  #take(command) {
    this.#field.value = `${command} `;
    this.hide();
    this.#field.focus();
  }

  #key(event) {
    if (this.node.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const from = this.#active < 0 && step < 0 ? 0 : this.#active;
      this.#activate((from + step + this.#shown.length) % this.#shown.length);
    } else if (event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      this.#take(this.#shown[Math.max(this.#active, 0)].command);
    } else if (event.key === "Enter" && this.#active >= 0) {
      event.preventDefault(); // completes; a second Enter sends
      this.#take(this.#shown[this.#active].command);
    } else if (event.key === "Escape") this.hide();
  }
}
