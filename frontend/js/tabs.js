// A row of tabs may be wider than a phone: the open one is brought into view, the page stays where it is.

export function showOpenTabs() {
  for (const tab of document.querySelectorAll(".tabs > [aria-current]")) {
    const row = tab.parentElement.getBoundingClientRect();
    const own = tab.getBoundingClientRect();
    tab.parentElement.scrollLeft += own.left + own.width / 2 - row.left - row.width / 2;
  }
}
