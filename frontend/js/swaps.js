// After a part of the page was replaced, the focus goes where the work goes on.
// The server marks that place with data-focus; otherwise htmx puts it back by id.

export function watchSwaps() {
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const place = detail.elt?.matches?.("[data-focus]") ? detail.elt : detail.elt?.querySelector?.("[data-focus]");
    if (!place) return;
    place.removeAttribute("data-focus");
    if (!place.matches("a[href], button, input, select, textarea, summary")) place.tabIndex = -1;
    place.focus();
  });
}
