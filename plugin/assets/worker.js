// SPDX-License-Identifier: MIT
// Keeps the empty form for a device whose network is gone, and sends what waits there, once, when it
// is back. What waits is encrypted to the practice: nothing here can read it.

const CACHE = "holdfast-form";
const WAITING = "waiting";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// A form is two steps below the worker's place: …/f/TOKEN.
function isForm(url) {
  const scope = new URL(self.registration.scope);
  return url.origin === scope.origin && url.pathname.startsWith(scope.pathname) &&
    /^[\w-]{44}$/.test(url.pathname.slice(scope.pathname.length));
}

async function fromNetworkOrKept(request) {
  try {
    return await fetch(request);
  } catch (failure) {
    const kept = await (await caches.open(CACHE)).match(request, { ignoreSearch: true });
    if (kept) return kept;
    const shown = request.mode === "navigate" && (await shownOfWaiting(new URL(request.url)));
    if (shown)
      return new Response(shown, {
        headers: { "content-type": "text/html; charset=utf-8", "referrer-policy": "no-referrer" },
      });
    throw failure;
  }
}

// What the page left to be shown while its answers wait; it knows its own address by the digest.
async function shownOfWaiting(url) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(url.pathname));
  const id =
    Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const database = await opened();
  try {
    const all = await done(database.transaction(WAITING).objectStore(WAITING).getAll());
    return all.find((one) => one.page === id)?.shown;
  } finally {
    database.close();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const isScript = request.destination === "script";
  if (isScript || (request.mode === "navigate" && isForm(new URL(request.url))))
    event.respondWith(fromNetworkOrKept(request));
});

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("holdfast", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(WAITING, { autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

function done(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

// The practice has it, or will never take it: either way it waits no longer.
function isFinal(status) {
  return status < 500 && status !== 408 && status !== 425 && status !== 429;
}

async function sendWaiting() {
  const database = await opened();
  try {
    const keys = await done(database.transaction(WAITING).objectStore(WAITING).getAllKeys());
    for (const key of keys) {
      const { address, body } =
        await done(database.transaction(WAITING).objectStore(WAITING).get(key));
      const response = await fetch(address, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        credentials: "omit",
      });
      if (!isFinal(response.status)) throw new Error(`answered with ${response.status}`);
      await done(database.transaction(WAITING, "readwrite").objectStore(WAITING).delete(key));
      for (const client of await self.clients.matchAll({ includeUncontrolled: true }))
        client.postMessage({ arrived: key, status: response.status });
    }
  } finally {
    database.close();
  }
}

// Whoever asks, a page or the browser itself, one sends at a time.
function send() {
  return navigator.locks.request("holdfast-send", sendWaiting);
}

self.addEventListener("sync", (event) => event.waitUntil(send()));
self.addEventListener("message", (event) => {
  // No network still: the next event asks again.
  if (event.data?.send) event.waitUntil(send().catch(() => {}));
});
