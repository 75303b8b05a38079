/** One view of the modal stack: its form, what is typed in it, and its way to the bot. */

import { BlockList } from "./block_list.js";
import { whileBusy } from "./buttons.js";
import { el, freshId } from "./dom.js";
import { plainWords } from "./mrkdwn.js";
import { Values } from "./values.js";

const TROUBLE = "We had some trouble connecting. Try again?";

export class ViewPane {
  #session;
  #values;
  #blocks;
  #shownErrors = "{}";
  #lastFocus = null;
  // What is done in one form reaches the bot in the order in which it was done.
  #line = Promise.resolve();
  #titleText;
  #close = el("button", { type: "button", class: "button" });
  #submit = el("button", { type: "submit", class: "button primary" });
  #trouble = el("p", { class: "trouble", role: "alert" });

  /** @param {import("./session.js").Session} session */
  constructor(view, session) {
    this.id = view.id;
    this.titleId = freshId("title");
    this.#session = session;
    this.#values = new Values(view.state?.values);
    this.#blocks = new BlockList({
      directory: session.directory,
      values: this.#values,
      focusKey: (blockId, actionId) => `${view.id} ${blockId} ${actionId}`,
      act: (element, blockId, content) =>
        this.#tell({ kind: "action", block_id: blockId, action_id: element.action_id, ...content }),
      suggest: (blockId, actionId, query) =>
        session.suggest({ view_id: view.id, block_id: blockId, action_id: actionId, query }),
    });
    this.#titleText = el("h2", { id: this.titleId });
    this.node = el(
      "form",
      { class: "view", novalidate: true, onsubmit: (event) => this.#send(event) },
      el(
        "div",
        { class: "view-head" },
        this.#titleText,
        el(
          "button",
          { type: "button", class: "button icon", "aria-label": "Dismiss", onclick: () => this.close() },
          "×",
        ),
      ),
      el("div", { class: "view-body" }, this.#blocks.node),
      this.#trouble,
      el("div", { class: "dialog-buttons" }, this.#close, this.#submit),
    );
    this.#close.addEventListener("click", () => this.close());
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.node.requestSubmit();
    });
    this.update(view);
  }

  update(view) {
    const { directory } = this.#session;
    this.#titleText.textContent = plainWords(view.title, directory);
    this.#submit.hidden = !view.submit;
    this.#submit.textContent = view.submit ? plainWords(view.submit, directory) : "";
    this.#close.textContent = view.close ? plainWords(view.close, directory) : view.submit ? "Cancel" : "Close";
    this.#blocks.update(view.blocks);
    const errors = JSON.stringify(view.errors ?? {});
    if (errors !== this.#shownErrors) this.#blocks.showErrors(view.errors ?? {});
    this.#shownErrors = errors;
  }

  /** To be called before another view comes on top of this one. */
  rememberFocus() {
    this.#lastFocus = this.node.contains(document.activeElement) ? document.activeElement : null;
  }

  /** Goes to where the person was, or to the first field, or to the first button. */
  focus() {
    const [first] = this.#blocks.inputs.values();
    if (this.#lastFocus?.isConnected) this.#lastFocus.focus();
    else if (first) first.focus();
    else (this.#submit.hidden ? this.#close : this.#submit).focus();
  }

  close() {
    return this.#tell({ kind: "close" });
  }

  #tell(deed) {
    this.#trouble.textContent = "";
    this.#line = this.#line.then(async () => {
      const answer = await this.#session.act({
        view_id: this.id,
        ...deed,
        ...(deed.kind === "close" ? {} : { state: this.#values.toState() }),
      });
      if (!answer.ok) this.#trouble.textContent = TROUBLE;
    });
    return this.#line;
  }

  #send(event) {
    event.preventDefault();
    if (this.#submit.hidden) return;
    const problems = {};
    for (const [blockId, field] of this.#blocks.inputs) {
      const problem = field.problem();
      if (problem) problems[blockId] = problem;
    }
    this.#blocks.showErrors(problems);
    if (Object.keys(problems).length) return;
    this.#shownErrors = "{}"; // the same refusal twice is shown twice
    whileBusy(this.#submit, () => this.#tell({ kind: "submit" }));
  }
}
