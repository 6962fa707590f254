// Keeps the page of a dialog time for when there is no line: the last one that came is shown again. Parley says
// which pages may be kept; signing out forgets them. Built files never change and are asked for once.

import "./ring.js";

const PAGES = "pages";
const PARTS = "parts";
const PATIENCE = 8_000;
const LIFE = 2 * 24 * 3600 * 1000;
const MOST_PARTS = 24;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function part(request) {
  const shelf = await caches.open(PARTS);
  const known = await shelf.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await put(shelf, request, answer.clone());
  return answer;
}

/** The files of earlier builds go as those of later ones come. */
async function put(shelf, request, answer) {
  await shelf.put(request, answer);
  const parts = await shelf.keys();
  await Promise.all(parts.slice(0, -MOST_PARTS).map((old) => shelf.delete(old)));
}

/** A page as it is now, remembered on the way if Parley says so. */
async function fresh(event) {
  const answer = await fetch(event.request);
  event.waitUntil(remember(event.request.url, answer.clone()));
  return answer;
}

async function remember(address, answer) {
  const shelf = await caches.open(PAGES);
  if (answer.ok && answer.headers.get("X-Offline") === "keep") {
    await forgetOld(shelf);
    await shelf.put(address, answer);
  } else if (answer.status < 500) {
    await shelf.delete(address); // moved, handed over, signed out
  }
}

async function forgetOld(shelf) {
  for (const request of await shelf.keys()) {
    const made = (await shelf.match(request))?.headers.get("Date");
    if (Date.now() - Date.parse(made) > LIFE) await shelf.delete(request);
  }
}

/** When no line brings a page in time, it is shown as it was. */
async function page(event) {
  const known = await (await caches.open(PAGES)).match(event.request.url);
  if (!known) return fresh(event);
  const late = new Promise((answer) => setTimeout(() => answer(known), PATIENCE));
  return Promise.race([fresh(event), late]).catch(() => known);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "POST" && pathname === "/sign-out") event.waitUntil(caches.delete(PAGES));
  if (request.method !== "GET") return;
  if (pathname.startsWith("/built/")) event.respondWith(part(request));
  else if (request.mode === "navigate") event.respondWith(page(event));
  else if (request.headers.has("X-Keep")) event.respondWith(fresh(event));
});
