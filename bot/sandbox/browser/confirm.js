/** Asks a `confirm` object's question before an element acts. */

import { el, freshId } from "./dom.js";
import { plainWords, textObject } from "./mrkdwn.js";

/** @returns {Promise<boolean>} at once true where the element asks nothing */
export function confirmed(confirm, directory) {
  if (!confirm) return Promise.resolve(true);
  const [title, text] = [freshId("confirm"), freshId("confirm")];
  const style = confirm.style === "danger" ? "danger" : "primary";
  const dialog = el(
    "dialog",
    { class: "confirm", role: "alertdialog", "aria-labelledby": title, "aria-describedby": text },
    el(
      "form",
      { method: "dialog" },
      el("h2", { id: title }, plainWords(confirm.title, directory)),
      el("p", { id: text }, textObject(confirm.text, directory)),
      el(
        "div",
        { class: "dialog-buttons" },
        el("button", { value: "deny", class: "button" }, plainWords(confirm.deny, directory)),
        el(
          "button",
          { value: "confirm", class: `button ${style}`, autofocus: true },
          plainWords(confirm.confirm, directory),
        ),
      ),
    ),
  );
  // Escape closes this dialog only, not the form beneath it.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "confirm");
    });
  });
}
