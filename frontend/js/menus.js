// Menus are <details class="menu">: they open without a script. This closes them as people expect.

const openMenus = () => document.querySelectorAll("details.menu[open]");

function closeAllBut(kept) {
  for (const menu of openMenus()) if (!menu.contains(kept)) menu.open = false;
}

function closeTopmost(event) {
  const menu = [...openMenus()].at(-1);
  if (event.key !== "Escape" || !menu || document.querySelector("dialog[open]")) return;
  menu.open = false;
  menu.querySelector("summary").focus();
  event.preventDefault();
}

/** Arrow keys walk through an open menu; Tab does too, so nothing depends on knowing it. */
function walk(event) {
  const menu = event.target.closest?.("details.menu[open]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || !step || event.target.matches("input, select, textarea")) return;
  const stops = [...menu.querySelectorAll("summary, a[href], button:not(:disabled)")];
  const next = (stops.indexOf(document.activeElement) + step + stops.length) % stops.length;
  stops[next].focus();
  event.preventDefault();
}

export function watchMenus() {
  document.addEventListener("click", (event) => closeAllBut(event.target));
  document.addEventListener("focusin", (event) => closeAllBut(event.target));
  document.addEventListener("keydown", closeTopmost);
  document.addEventListener("keydown", walk);
}
