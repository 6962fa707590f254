// <button data-copies="id-of-field">: copies what the field holds and says so on the button.

async function copy(button) {
  const field = document.getElementById(button.dataset.copies);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    return; // Not allowed here: the text stays selected for the keyboard.
  }
  const words = button.querySelector("[data-copied]");
  if (words) words.textContent = words.dataset.copied;
}

export function watchCopying() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-copies]");
    if (button) copy(button);
  });
}
