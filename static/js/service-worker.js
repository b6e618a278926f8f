// Without a connection: a page of our own instead of the browser's, and forms that are kept and sent later (outbox.js).
const CACHE = "offline-1";
const PAGE = "/offline/";
const NOT_KEPT = ["/accounts/", "/invitation/", "/language/"]; // passwords and what is not writing

self.addEventListener("install", (event) => { self.skipWaiting(); event.waitUntil(refresh()); });
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => { if (event.data === "refresh") event.waitUntil(refresh()); });
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(request.method === "POST" ? send(request) : visit(request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(fetch(request).catch(() => stored(request)));
});

// The page and its files, in the language of the person.
async function refresh() {
  const cache = await caches.open(CACHE);
  const page = await fetch(PAGE).catch(() => null);
  if (!page?.ok) return;
  const html = await page.clone().text();
  await cache.put(PAGE, page);
  const files = [...html.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((match) => match[1]);
  await Promise.all(files.map(async (file) => { if (!(await cache.match(file))) await cache.add(file).catch(() => {}); }));
}

async function stored(request) {
  return (await caches.match(request, { ignoreSearch: true })) || Response.error();
}

async function visit(request) {
  try {
    return await fetch(request);
  } catch {
    return stored(new Request(PAGE));
  }
}

async function send(request) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const path = new URL(copy.url).pathname;
    if (NOT_KEPT.some((start) => path.startsWith(start))) return Response.redirect(`${PAGE}?kept=no`, 303);
    await keep(copy);
    return Response.redirect(`${PAGE}?kept=yes`, 303);
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("outbox", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("forms", { keyPath: "id", autoIncrement: true });
      request.result.createObjectStore("about");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function done(request) {
  return new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
}

async function keep(request) {
  const body = await request.arrayBuffer();
  const database = await open();
  const about = (await done(database.transaction("about").objectStore("about").get("page"))) || {};
  const url = new URL(request.url);
  const entry = { path: url.pathname + url.search, type: request.headers.get("content-type"), body, at: Date.now(), ...about };
  await done(database.transaction("forms", "readwrite").objectStore("forms").add(entry));
  database.close();
}
