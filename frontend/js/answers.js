// A page that answers a sent form takes the place of the form's own page in the history: Back and Reload ask for that
// page again. Left as it came, the browser would want to send the form once more, or show that it has nothing to show.

export function settleAnswer() {
  if (!("answer" in document.body.dataset)) return;
  for (const form of document.forms) {
    if (!form.hasAttribute("action")) form.action = location.href; // it goes on to where the page came from
  }
  const isOurs = document.referrer.startsWith(`${location.origin}/`);
  history.replaceState(history.state, "", isOurs ? document.referrer : location.href);
}

/** Forms whose words came back because they could not be saved: leaving them asks, as with words just typed. */
export const sentBack = () => document.querySelectorAll("[data-answer] form[data-keep]:has([data-focus])");
