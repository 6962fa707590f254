// Forms with data-kept are not sent away: what they say is put on the shelf, shown, and sent from there. What data-once
// names is said once: while it waits, a second tap says nothing.
import { sendKept } from "./sending.js";
import { change, drop, keep, kept } from "./shelf.js";

const TAKEN = "parley-taken";
const list = document.querySelector("#kept");
const blanks = new WeakMap(); // the empty form that one given back stands in for
const here = () => kept().filter((entry) => entry.place === list.dataset.place);

const isWaiting = (once) => here().some((entry) => entry.once === once && !entry.refused);

const chosen = (form) => [...form.querySelectorAll("input:checked")].filter((input) => !input.defaultChecked);

const isBegun = (form) =>
  chosen(form).length > 0 || [...form.querySelectorAll("input, textarea")].some((input) => input.value !== input.defaultValue);

/** What was done, what was chosen for it, in the words beside it, and what was typed; of an entry the choice says it. */
function said(form, button) {
  const done = form.id === "entry" ? [] : [button.ariaLabel ?? button.innerText.trim()];
  const choice = chosen(form).map((input) => input.labels[0]?.innerText.trim());
  const typed = [...form.querySelectorAll("textarea, input[type=text], input[type=url]")].map((input) => input.value);
  return [...done, ...choice, ...typed].filter(Boolean).join(" · ");
}

/** The form's own key may come from a kept page, on which it was used before: each entry gets a new one. */
function fields(form, id) {
  const sent = new FormData(form);
  sent.delete("csrf_token");
  if (sent.has("entry_key")) sent.set("entry_key", id);
  return [...sent];
}

function put(form, button) {
  const { kept: act, once } = form.dataset;
  if (once && isWaiting(once)) return;
  const id = crypto.randomUUID();
  keep({
    id,
    act,
    once,
    place: list.dataset.place,
    form: form.id,
    address: form.dataset.send,
    fields: fields(form, id),
    says: said(form, button),
    made: Date.now(),
  });
  if (blanks.has(form)) form.replaceWith(blanks.get(form));
  else form.reset();
}

function line(entry) {
  const item = document.querySelector("#kept-pattern").content.cloneNode(true).firstElementChild;
  item.dataset.id = entry.id;
  item.querySelector(".kept-says").textContent = entry.says;
  item.querySelector(entry.refused ? ".kept-refused" : ".kept-waiting").hidden = false;
  item.querySelector(".kept-actions").hidden = !entry.refused;
  return item;
}

function showKept() {
  list.replaceChildren(...here().map(line));
  for (const form of document.querySelectorAll("form[data-once]"))
    form.querySelector("button").disabled = isWaiting(form.dataset.once);
  const isCut = !navigator.onLine || (here().some((entry) => !entry.refused) && list.dataset.line === "cut");
  document.querySelector("#no-line").hidden = !isCut;
}

/** What was unfolded stays so. */
function replace(old, fresh) {
  const folds = [...old.querySelectorAll("details")];
  fresh.querySelectorAll("details").forEach((fold, number) => (fold.open ||= Boolean(folds[number]?.open)));
  old.replaceWith(fresh);
}

/** The parts of the page that say what Parley has: they are replaced by what it says now. */
function renew(text) {
  const answer = new DOMParser().parseFromString(text, "text/html");
  for (const old of document.querySelectorAll("[data-fresh]")) {
    const fresh = answer.getElementById(old.id);
    if (fresh) replace(old, fresh);
  }
  showKept();
}

/** A form that was refused comes back as Parley shows it, with what was typed, unless another one is being filled. */
function giveBack(entry) {
  const answer = new DOMParser().parseFromString(entry.page, "text/html");
  const form = document.getElementById(entry.form);
  const refused = answer.getElementById(entry.form);
  const why = refused?.querySelector("[role=alert]");
  if (!form || !why || isBegun(form)) return;
  blanks.set(refused, form);
  form.replaceWith(refused);
  drop(entry.id);
  const fold = refused.closest("details");
  if (fold) fold.open = true;
  why.focus();
}

/** Another tab, or this page before it was loaded anew, sent something after this page was asked for. */
async function catchUp() {
  if (Number(localStorage.getItem(TAKEN)) < performance.timeOrigin) return;
  const answer = await fetch(location.href, { headers: { "X-Keep": "1" } }).catch(() => null);
  if (answer?.ok) renew(await answer.text());
}

/** The page says what Parley has; the worker's copy of it is made anew for when there is no line. */
function afterTaking({ detail }) {
  localStorage.setItem(TAKEN, Date.now());
  if (detail.place !== list.dataset.place) return;
  renew(detail.text);
  document.querySelector("#spoken").textContent = list.dataset.saved;
  fetch(location.href, { headers: { "X-Keep": "1" } }).catch(() => null);
}

function afterSending({ detail }) {
  list.dataset.line = detail.isThrough ? "" : "cut";
  here().filter((entry) => entry.refused === 422 && entry.page).forEach(giveBack);
  showKept();
  catchUp();
}

function settleRefused({ target }) {
  const id = target.closest("[data-id]")?.dataset.id;
  if (!id) return;
  if (target.closest(".kept-discard")) drop(id);
  if (target.closest(".kept-again")) {
    const { act, address } = kept().find((entry) => entry.id === id);
    change(id, { refused: null, address: document.querySelector(`form[data-kept=${act}]`)?.dataset.send ?? address });
    sendKept();
  }
}

export function watchForms() {
  if (!list || !crypto.randomUUID) return; // browsers have it on safe addresses only: forms are sent as they are
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-kept]");
    if (!form) return;
    try {
      put(form, event.submitter);
    } catch {
      return; // nothing can be kept here: the form is sent as it is
    }
    event.preventDefault();
    sendKept();
  });
  list.addEventListener("click", settleRefused);
  addEventListener("parley:kept", showKept);
  addEventListener("parley:taken", afterTaking);
  addEventListener("parley:sent", afterSending);
  addEventListener("storage", ({ key }) => (key === TAKEN ? catchUp() : showKept()));
  addEventListener("online", showKept);
  addEventListener("offline", showKept);
  showKept();
  catchUp();
}
