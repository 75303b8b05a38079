/** Slack's `<!date^…>` formats, in the reader's own time zone. */

const DAY_MS = 86_400_000;

/** @param {Date} date @param {Date} now @returns {string|null} "today", "yesterday" or "tomorrow" */
function nearDay(date, now) {
  const dayOf = (value) =>
    Math.round(new Date(value.getFullYear(), value.getMonth(), value.getDate()).getTime() / DAY_MS);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[dayOf(date) - dayOf(now)] ?? null;
}

function format(date, options) {
  return new Intl.DateTimeFormat("en", options).format(date);
}

function ago(date, now) {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000);
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  for (const [unit, size] of [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
  ]) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return words.format(seconds, "second");
}

const TOKENS = {
  date_num: (date) =>
    `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`,
  date_slash: (date) => format(date, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date: (date) => format(date, { year: "numeric", month: "long", day: "numeric" }),
  date_short: (date) => format(date, { year: "numeric", month: "short", day: "numeric" }),
  date_long: (date) => format(date, { weekday: "long", year: "numeric", month: "long", day: "numeric" }),
  date_pretty: (date, now) => nearDay(date, now) ?? TOKENS.date(date),
  date_short_pretty: (date, now) => nearDay(date, now) ?? TOKENS.date_short(date),
  date_long_pretty: (date, now) => nearDay(date, now) ?? TOKENS.date_long(date),
  time: (date) => format(date, { hour: "numeric", minute: "2-digit" }),
  time_secs: (date) => format(date, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

/** The text that Slack shows for a format, or the fallback where the format or the time is not one that it knows. */
export function slackDate(seconds, pattern, fallback, now = new Date()) {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return fallback;
  let unknown = false;
  const text = pattern.replace(/\{([a-z_]+)\}/g, (_, token) => {
    unknown ||= !Object.hasOwn(TOKENS, token);
    return unknown ? "" : TOKENS[token](date, now);
  });
  // Slack begins a date with a capital where it opens the text: "Today at 14:02".
  return unknown ? fallback : text.charAt(0).toUpperCase() + text.slice(1);
}

/** The time of a message, from its ts: short for the line, full for the tooltip, the day for the divider. */
export function messageTime(ts, now = new Date()) {
  const date = new Date(Number(ts) * 1000);
  const day = TOKENS.date_long_pretty(date, now);
  return {
    iso: date.toISOString(),
    short: TOKENS.time(date),
    full: `${TOKENS.date_long(date)}, ${TOKENS.time_secs(date)}`,
    day: day.charAt(0).toUpperCase() + day.slice(1),
  };
}
