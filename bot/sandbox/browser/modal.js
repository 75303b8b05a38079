/** The modal dialog: shows the top of a person's stack of views, and gives the focus back when the last one closes. */

import { el } from "./dom.js";
import { place } from "./reconcile.js";
import { ViewPane } from "./view_pane.js";

export class Modal {
  #session;
  #panes = new Map();
  #top = null;
  #opener = null;
  #dialog = el("dialog", { class: "modal" });

  /**
   * @param {import("./session.js").Session} session
   * @param {() => void} fallbackFocus where the focus goes if what opened the modal is gone
   */
  constructor(session, fallbackFocus) {
    this.#session = session;
    this.fallbackFocus = fallbackFocus;
    this.node = this.#dialog;
    // Both ways in which a browser asks to close; the view leaves only when the server has taken it off the stack.
    this.#dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#askToClose(event);
    });
    this.#dialog.addEventListener("cancel", (event) => {
      if (event.target === this.#dialog) this.#askToClose(event);
    });
  }

  #askToClose(event) {
    event.preventDefault();
    this.#top?.close();
  }

  /** @param {object[]} views bottom to top */
  update(views) {
    const next = new Map();
    for (const view of views) {
      const kept = this.#panes.get(view.id);
      kept?.update(view);
      next.set(view.id, kept ?? new ViewPane(view, this.#session));
    }
    this.#panes = next;
    const panes = [...next.values()];
    place(
      this.#dialog,
      panes.map((pane) => pane.node),
    );
    this.#show(panes.at(-1) ?? null);
  }

  #show(top) {
    if (top === this.#top) return;
    if (this.#top) this.#top.rememberFocus();
    else this.#opener = document.activeElement;
    this.#top = top;
    if (!top) {
      this.#dialog.close();
      if (this.#opener?.isConnected && this.#opener !== document.body) this.#opener.focus();
      else this.fallbackFocus();
      return;
    }
    for (const pane of this.#panes.values()) pane.node.hidden = pane !== top;
    this.#dialog.setAttribute("aria-labelledby", top.titleId);
    if (!this.#dialog.open) this.#dialog.showModal();
    top.focus();
  }
}
