/** Where a person types: messages, and in a channel slash commands. */

import { el, freshId } from "./dom.js";
import { VerbHints } from "./verb_hints.js";

export class Composer {
  #send;
  #inThread;
  #field;
  #error = el("p", { class: "error", role: "alert" });

  /** @param {{label: string, inThread: boolean, send: (text: string) => Promise<{ok: boolean, error?: string}>}} setting */
  constructor({ label, inThread, send }) {
    this.#send = send;
    this.#inThread = inThread;
    const id = freshId("composer");
    this.#field = el("textarea", { id, rows: 1, placeholder: inThread ? "Reply…" : "Message, or / for commands" });
    const hints = inThread ? null : new VerbHints(this.#field);
    this.node = el(
      "form",
      { class: "composer", onsubmit: (event) => this.#submit(event) },
      hints?.node,
      el("label", { for: id, class: "visually-hidden" }, label),
      el(
        "div",
        { class: "composer-box" },
        this.#field,
        el("button", { type: "submit", class: "button primary" }, "Send"),
      ),
      this.#error,
    );
    // After the hints' own listener, which takes the Enter that completes a command.
    this.#field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !event.defaultPrevented)
        this.#submit(event);
    });
  }

  focus() {
    this.#field.focus();
  }

  fill(text) {
    this.#field.value = text;
    this.#field.focus();
  }

  showError(text) {
    this.#error.textContent = text;
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.#field.value.trim();
    if (!text) return;
    this.#error.textContent = "";
    if (this.#inThread && text.startsWith("/")) {
      this.#error.textContent = `${text.split(/\s/)[0]} is not supported in threads. Sorry! Type it in the channel, or use the incident's buttons.`;
      return;
    }
    this.#field.value = "";
    this.#field.dispatchEvent(new Event("input")); // the hints and the height follow
    const answer = await this.#send(text);
    if (answer.ok) return;
    this.#error.textContent = answer.error;
    if (!this.#field.value) this.#field.value = text;
  }
}
