// What was logged on the phone and has not reached Parley yet. It stays in this browser, in the order it was made,
// also when the page is closed; each entry carries the key with which Parley knows it again.

const NAME = "parley-kept";

export function kept() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? [];
  } catch {
    return []; // what cannot be read is no entry
  }
}

function write(entries) {
  localStorage.setItem(NAME, JSON.stringify(entries));
  dispatchEvent(new Event("parley:kept"));
}

/** An entry: id, place (the date it belongs to), form, address to send it to, fields, what it says, when it was made. */
export const keep = (entry) => write([...kept(), entry]);

export const drop = (id) => write(kept().filter((entry) => entry.id !== id));

export const change = (id, changes) =>
  write(kept().map((entry) => (entry.id === id ? { ...entry, ...changes } : entry)));
