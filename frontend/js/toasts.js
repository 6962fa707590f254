// A message stays at least ten seconds, longer while someone points at it or stands in it; warnings stay until closed.
const STAY = 12_000;

const isHeld = (toast) => toast.matches(":hover, :focus-within");

function leaveLater(toast) {
  setTimeout(() => (isHeld(toast) ? leaveLater(toast) : toast.remove()), STAY);
}

function start(toast) {
  if (toast.matches(".tone-ok, .tone-info")) leaveLater(toast);
}

function close(event) {
  const button = event.target.closest?.(".toast-close");
  if (!button) return;
  const toast = button.closest(".toast");
  const next = toast.nextElementSibling ?? toast.previousElementSibling;
  toast.remove();
  (next?.querySelector(".toast-close") ?? document.querySelector("main"))?.focus();
}

export function watchToasts() {
  const region = document.querySelector("#toasts");
  if (!region) return;
  region.querySelectorAll(".toast").forEach(start);
  const watchArrivals = new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) if (node.matches?.(".toast")) start(node);
  });
  watchArrivals.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", close);
}
