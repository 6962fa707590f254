// What was logged on the phone and has not reached Parley yet. It stays in this browser, in the order it was made,
// also when the page is closed; each entry carries the key with which Parley knows it again. Each lies on its own: one
// that another tab puts down at the same moment is not written over.

const NAME = "parley-kept ";

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null; // what cannot be read is no entry
  }
}

function write(entry) {
  localStorage.setItem(NAME + entry.id, JSON.stringify(entry));
  dispatchEvent(new Event("parley:kept"));
}

function names() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(NAME));
  } catch {
    return []; // a browser that keeps nothing
  }
}

export const kept = () =>
  names()
    .map(read)
    .filter(Boolean)
    .sort((one, other) => one.number - other.number || one.made - other.made);

/** An entry: id, place (the date it belongs to), form, address to send it to, fields, what it says, when it was made. */
export const keep = (entry) => write({ ...entry, number: (kept().at(-1)?.number ?? 0) + 1 });

export function drop(id) {
  localStorage.removeItem(NAME + id);
  dispatchEvent(new Event("parley:kept"));
}

export function change(id, changes) {
  const entry = read(NAME + id);
  if (entry) write({ ...entry, ...changes });
}
