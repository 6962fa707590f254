// Leaving a form with typed text asks first; only a form that carries data-keep does, and only when something changed.

import { sentBack } from "./answers.js";

export function watchUnsaved() {
  const changed = new Set(sentBack());
  document.addEventListener("input", ({ target }) => {
    const form = target.closest?.("form[data-keep]");
    if (form) changed.add(form);
  });
  document.addEventListener("submit", ({ target, submitter }) => {
    if (submitter?.formTarget !== "_blank") changed.delete(target); // a download leaves the page as it is
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...changed].some((form) => form.isConnected)) event.preventDefault();
  });
}
