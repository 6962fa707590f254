// Single keys, as calendars have them. A key follows the element that carries data-key="…" on the page, so that a key
// never leads where no link does. <body data-shortcuts="off"> switches all of them off.

const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog[open]");

const isOff = () => document.body.dataset.shortcuts === "off";

function elementFor(key) {
  return [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key.split(" ").includes(key));
}

function follow(event) {
  const withModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (isOff() || withModifier || event.isComposing || event.defaultPrevented || isTyping(event.target)) return;
  if (document.querySelector("dialog[open], :popover-open")) return;
  if (event.key === "?") return showHelp(event);
  const element = elementFor(event.key);
  if (!element) return;
  event.preventDefault();
  if (!element.checkVisibility()) element.closest("[popover]")?.showPopover();
  if (element.matches("input, textarea, select")) element.focus();
  else element.click();
}

function showHelp(event) {
  const help = document.querySelector("#keys-help");
  if (!help) return;
  event.preventDefault();
  help.showModal();
}

export function watchShortcuts() {
  document.addEventListener("keydown", follow);
  for (const button of document.querySelectorAll("[data-opens]")) {
    button.hidden = false;
    button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
  }
}
