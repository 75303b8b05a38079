/** What is looked at, kept in the address: so reload, back and a copied address work. */

/** @returns {{channel: string|null, thread: string|null}} */
export function currentRoute() {
  const [channel, thread] = decodeURIComponent(location.hash.slice(1)).split("/");
  return { channel: channel || null, thread: thread || null };
}

export function hrefTo(channel, thread = null) {
  return `#${thread ? `${channel}/${thread}` : channel}`;
}

export function currentUser() {
  return new URLSearchParams(location.search).get("user");
}

/** Keeps the place while the person changes. */
export function rememberUser(user) {
  history.replaceState(null, "", `?user=${encodeURIComponent(user)}${location.hash}`);
}
