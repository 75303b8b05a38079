/** The sandbox server's three ways in: the state, its changes, and what a person does. */

const ANSWER_WITHIN_MS = 10_000;

/** @returns {Promise<object>} what `user` sees now */
export async function fetchState(user) {
  const response = await fetch(`/sandbox/state${query(user)}`, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}.`);
  return response.json();
}

/**
 * Calls back on every change that `user` may see.
 * @param {{changed: () => void, connected: (up: boolean) => void}} listener
 * @returns {() => void} ends the subscription
 */
export function subscribe(user, { changed, connected }) {
  const source = new EventSource(`/sandbox/events${query(user)}`);
  source.addEventListener("changed", changed);
  source.addEventListener("open", () => {
    connected(true);
    changed(); // what changed while the line was down
  });
  source.addEventListener("error", () => connected(false));
  return () => source.close();
}

/**
 * @param {{user: string, kind: string}} action
 * @returns {Promise<{ok: boolean, error?: string}>} a failed connection is an answer too, never an exception
 */
export async function act(action) {
  try {
    const response = await fetch("/sandbox/act", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(action),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return await response.json();
  } catch {
    return { ok: false, error: "The sandbox does not answer. Is it still running?" };
  }
}

function query(user) {
  return user ? `?user=${encodeURIComponent(user)}` : "";
}
