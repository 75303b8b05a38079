/* Keeps an open page at its newest state. Without this script the page is complete, only older. */
(function () {
"use strict";
const me = document.currentScript, base = new URL(".", me.src), staleAfter = me.dataset.staleAfter * 1000;
const POLL = 30000, HIDDEN_POLL = 120000, STREAM_AGAIN = 300000, A_CACHE_AHEAD = 1500, SILENT = 45000, GRACE = 4000;
let source = null, listenedAt = 0, heardAt = 0, lookedAt = Date.now(), pollTimer = 0, confirmedAt = Date.now(), shown = null, checking = null;

/* So that a thousand open pages don't ask in the same moment. */
const jittered = (length) => length * (0.75 + Math.random() / 2);
const later = (length) => new Promise((done) => setTimeout(done, length));

/* What keeps its identity though it moves: by its id, else by its heading. */
function key(node) {
  const heading = node.nodeType === 1 && node.querySelector("h3, h4");
  return node.id || (heading ? node.nodeName + heading.textContent.trim() : "");
}

/* Makes `old` equal to `fresh`, touching only what differs: scroll, focus and open groups stay. */
function morph(old, fresh) {
  if (old.nodeType !== 1) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  if (old.isEqualNode(fresh)) return;
  for (const name of old.getAttributeNames()) {
    if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const name of fresh.getAttributeNames()) {
    if (name !== "open" && old.getAttribute(name) !== fresh.getAttribute(name)) old.setAttribute(name, fresh.getAttribute(name));
  }
  let next = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const wanted = key(child);
    let match = next;
    if (wanted) while (match && key(match) !== wanted) match = match.nextSibling;
    else if (match && key(match)) match = null;
    if (match && match.nodeName === child.nodeName) {
      while (next !== match) next = drop(next);
      morph(match, child);
      next = match.nextSibling;
    } else old.insertBefore(child, next);
  }
  while (next) next = drop(next);
}

function drop(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function confirmed(at) {
  confirmedAt = Math.max(confirmedAt, at);
  tellAge();
}

function tellAge() {
  const note = document.getElementById("unconfirmed");
  /* Who comes back to a tab is not to be told of its age while it is being asked for. */
  note.hidden = Date.now() - confirmedAt < staleAfter || Date.now() - lookedAt < GRACE;
  if (note.hidden) return;
  const time = note.querySelector("time"), at = new Date(confirmedAt);
  time.dateTime = at.toISOString();
  time.textContent = at.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short", timeZone: me.dataset.zone });
}

/* Whether the page was another one than the one that is shown. */
async function check() {
  const answer = await fetch(location.pathname + location.search, { cache: "no-cache", headers: { accept: "text/html" } });
  if (!answer.ok) throw new Error(answer.status);
  const text = await answer.text();
  if (!source) confirmed(Date.now());
  if (text === shown) return false;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const script = fresh.querySelector("script[src]");
  /* Not a page of ours (a captive portal, say), or one of another version. */
  if (!script) throw new Error("no page");
  if (script.getAttribute("src") !== me.getAttribute("src")) return location.reload();
  const first = shown === null;
  shown = text;
  document.title = fresh.title;
  for (const link of fresh.querySelectorAll("link[rel=icon]")) document.querySelector("link[rel=icon]").href = link.href;
  const before = document.body.innerHTML;
  morph(document.body, fresh.body);
  tellAge();
  return !first || before !== document.body.innerHTML;
}

/* One at a time; what is told during a check is looked for after it. */
function refresh() {
  checking = (checking || Promise.resolve()).then(check).catch(() => false);
  return checking;
}

async function told(isFirst) {
  await later(Math.random() * 200);
  /* A cache before the server may be a second behind it. */
  if (!(await refresh()) && !isFirst) setTimeout(refresh, jittered(A_CACHE_AHEAD));
}

function listen() {
  clearTimeout(pollTimer);
  listenedAt = heardAt = Date.now();
  source = new EventSource(new URL("events", base));
  /* The first event only says that the stream has begun. */
  let isFirst = true;
  source.onmessage = () => {
    told(isFirst);
    isFirst = false;
  };
  source.addEventListener("confirmed", (event) => {
    heardAt = Date.now();
    confirmed(heardAt - event.data * 1000);
  });
  source.onerror = () => {
    /* Where the browser won't try again: no such stream here, or no room in it. */
    if (source && source.readyState === EventSource.CLOSED) mute();
  };
}

function again() {
  if (source) source.close();
  lookedAt = Date.now();
  refresh();
  listen();
}

function mute() {
  if (source) source.close();
  source = null;
  poll();
}

function poll() {
  clearTimeout(pollTimer);
  if (source) return;
  pollTimer = setTimeout(async () => {
    if (!document.hidden && Date.now() - listenedAt > STREAM_AGAIN) return listen();
    await refresh();
    poll();
  }, jittered(document.hidden ? HIDDEN_POLL : POLL));
}

/* A browser has six connections to a server at the most: tabs that nobody sees leave them to the others. */
document.addEventListener("visibilitychange", () => {
  if (document.hidden) mute();
  else again();
});
/* Back by the browser's button, to a page that it has kept as it was. */
addEventListener("pageshow", (event) => {
  if (event.persisted) again();
});
setInterval(() => {
  tellAge();
  /* The network went away without a word. */
  if (source && Date.now() - heardAt > SILENT) mute();
}, 1000);
if (document.hidden) poll();
else listen();
})();
