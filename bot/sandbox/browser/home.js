/** The pane of the app's home tab. */

import { BlockList } from "./block_list.js";
import { el } from "./dom.js";
import { Values } from "./values.js";

export class HomePane {
  #blocks;
  #empty = el("p", { class: "quiet" }, "Stormlamp has not written its home yet.");
  #error = el("p", { class: "error", role: "alert" });
  #viewId = null;

  /** @param {import("./session.js").Session} session */
  constructor(session) {
    const values = new Values();
    const place = () => ({ view_id: this.#viewId });
    this.#blocks = new BlockList({
      directory: session.directory,
      values,
      focusKey: (blockId, actionId) => `home ${blockId} ${actionId}`,
      act: async (element, blockId, content) => {
        const answer = await session.act({
          kind: "action",
          ...place(),
          block_id: blockId,
          action_id: element.action_id,
          ...content,
          state: values.toState(),
        });
        this.#error.textContent = answer.ok ? "" : answer.error;
      },
      suggest: (blockId, actionId, query) =>
        session.suggest({ ...place(), block_id: blockId, action_id: actionId, query }),
    });
    this.node = el(
      "div",
      { class: "pane" },
      el(
        "div",
        { class: "pane-head" },
        el("a", { href: "#", class: "button icon back", "aria-label": "All channels" }, "‹"),
        el("div", {}, el("h2", {}, "Stormlamp")),
      ),
      el("div", { class: "scroller home" }, this.#empty, this.#blocks.node, this.#error),
    );
  }

  update(view) {
    this.#viewId = view?.id ?? null;
    this.#empty.hidden = Boolean(view);
    this.#blocks.update(view?.blocks ?? []);
  }
}
