// The worker that shows a dialog time again while there is no line. Browsers have workers on safe addresses only;
// elsewhere pages work as they do without.

/** Passes what the page is made of by the worker once: at the first visit it came before the worker did. */
async function fetchOnceMore() {
  const parts = performance.getEntriesByType("resource").map((part) => part.name);
  const own = parts.filter((part) => part.startsWith(location.origin));
  await Promise.allSettled([fetch(location.href, { headers: { "X-Keep": "1" } }), ...own.map((part) => fetch(part))]);
}

export async function helpWithoutLine() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  if (!workers.controller) workers.addEventListener("controllerchange", fetchOnceMore, { once: true });
  await workers.register(document.body.dataset.worker);
}
