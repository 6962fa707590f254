// "Shorten by n" goes to the text and marks what is too much, so that the next key replaces it.

export function markSurplus() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-surplus]");
    const text = document.querySelector("#text");
    if (!link || !text) return;
    event.preventDefault();
    text.focus();
    text.setSelectionRange(Math.max(0, text.value.length - Number(link.dataset.surplus)), text.value.length);
  });
}
