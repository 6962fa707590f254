// The server counts as the platform does and answers with the figure; a screen reader hears it only when the text
// comes near the limit or goes over it, after a pause, never at every key.
const PAUSE = 900;

const levelOf = (counter) => (counter.matches(".is-over") ? "over" : counter.matches(".is-near") ? "near" : "fine");

function markField(counter) {
  const field = document.getElementById(counter.dataset.counterFor);
  if (!field) return;
  if (levelOf(counter) === "over") field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

export function watchCounters() {
  const spoken = new Map();
  let timer;
  document.addEventListener("htmx:afterSwap", () => {
    for (const counter of document.querySelectorAll("[data-counter-for]")) {
      markField(counter);
      const key = counter.dataset.counterFor;
      const level = levelOf(counter);
      if (level === (spoken.get(key) ?? "fine")) continue;
      spoken.set(key, level);
      clearTimeout(timer);
      timer = setTimeout(() => (document.querySelector("#spoken").textContent = counter.textContent.trim()), PAUSE);
    }
  });
}
