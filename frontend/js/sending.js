// Sends what is kept, in order, whenever there may be a line. To what it has taken Parley answers with the page as it
// is then, and says so in X-Taken. Without a whole answer nobody knows whether it has: the entry is sent again with the
// same key, and Parley keeps it once.
import { change, drop, kept } from "./shelf.js";

const PATIENCE = 20_000;
const PAUSES = [5_000, 15_000, 60_000, 300_000];

let failures = 0;
let timer;

async function post(entry) {
  const fields = new URLSearchParams(entry.fields);
  fields.set("age", Math.max(0, Math.floor((Date.now() - entry.made) / 1000)));
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  return fetch(entry.address, {
    method: "POST",
    body: fields,
    headers: { "X-Kept": "1", "X-CSRFToken": token },
    signal: AbortSignal.timeout(PATIENCE),
  });
}

/** True once the entry needs no more sending: Parley has it, or will never take it as it is. */
async function isSettled(entry) {
  const answer = await post(entry);
  if (answer.status >= 500 || answer.status === 429) return false;
  const text = await answer.text();
  if (answer.headers.has("X-Taken")) {
    dispatchEvent(new CustomEvent("parley:taken", { detail: { place: entry.place, text } }));
    drop(entry.id);
  } else change(entry.id, { refused: answer.status, page: answer.status === 422 ? text : null });
  return true;
}

async function sendAll() {
  for (const entry of kept().filter((each) => !each.refused)) {
    if (!(await isSettled(entry).catch(() => false))) return false;
  }
  return true;
}

function tryLater() {
  clearTimeout(timer);
  timer = setTimeout(sendKept, PAUSES[Math.min(failures, PAUSES.length) - 1]);
}

/** Sends what is kept; of several tabs one at a time. */
export async function sendKept() {
  if (!kept().some((entry) => !entry.refused)) return;
  const isThrough = navigator.locks ? await navigator.locks.request("parley-kept", sendAll) : await sendAll();
  failures = isThrough ? 0 : failures + 1;
  dispatchEvent(new CustomEvent("parley:sent", { detail: { isThrough } }));
  if (!isThrough) tryLater();
}

addEventListener("online", sendKept);
document.addEventListener("visibilitychange", () => document.hidden || sendKept());
