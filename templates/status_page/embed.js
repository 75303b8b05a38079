/* Put this into another site: <script async src="https://status.example.com/embed.js"></script>.
   While an incident is open (with `data-always`: always) it shows the page's banner in a corner. */
(function () {
"use strict";
const me = document.currentScript, base = new URL(".", me.src), always = "always" in me.dataset;
let frame = null;

function show(text) {
  if (frame) return;
  frame = document.createElement("iframe");
  frame.src = new URL("embed", base);
  frame.title = text;
  Object.assign(frame.style, {
    position: "fixed", zIndex: 2147483000, bottom: "16px", insetInlineEnd: "16px", border: 0, borderRadius: "8px",
    width: "min(360px, calc(100vw - 32px))", height: "76px", boxShadow: "0 4px 24px rgba(0, 0, 0, .25)",
  });
  document.body.append(frame);
}

function hide() {
  if (frame) frame.remove();
  frame = null;
}

async function look() {
  try {
    const { status, page } = await (await fetch(new URL("api/v2/status.json", base), { credentials: "omit" })).json();
    if (always || status.indicator !== "none") show(page.name + ": " + status.description);
    else hide();
  } catch (error) {
    /* Nobody must notice on the other site that the page can't be reached. */
  }
  setTimeout(look, 60000 * (0.75 + Math.random() / 2));
}

if (document.body) look();
else addEventListener("DOMContentLoaded", look);
})();
