// htmx takes its settings from the page's <meta name="htmx-config">; what it sends carries the page's CSRF token.
import htmx from "htmx.org";

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
});

// Without an answer, or with one that is no use, nothing changes on the page; somebody must say so.
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => announce(document.body.dataset.offline));
}
document.addEventListener("htmx:responseError", ({ detail }) => {
  const { refused, signedOut } = document.body.dataset;
  announce(detail.xhr.status === 401 ? signedOut : refused);
});

/** Says a sentence in the status region, as a flash message would; what still stands there is not said again. */
export function announce(sentence, tone = "warn") {
  const standing = [...document.querySelectorAll("#toasts .toast-text")];
  if (standing.some((text) => text.textContent === sentence)) return;
  const toast = document.querySelector("#toast-pattern").content.cloneNode(true).firstElementChild;
  toast.classList.add(`tone-${tone}`);
  toast.querySelector(".toast-text").textContent = sentence;
  document.querySelector("#toasts").append(toast);
}

export { htmx };
