/*
 * Keeps the page for when there is no connection. A version is kept whole, or not at all: what is named by its content comes from
 * whatever version has it, everything else from this one. Pages of the version before, which may still be open, find their files
 * too. A host that cannot send the headers with which pages have threads need not: from the second visit on they come from here.
 */

/* global VERSION, FILES: the build puts them before this. FILES are the paths, and the integrity of those not named by content. */
const PREFIX = 'neutype-page-';
const CACHE = PREFIX + VERSION;
const PAGE = './';
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

addEventListener('install', (event) => {
  skipWaiting();
  event.waitUntil(keepAll());
});

addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([forgetOldVersions(), clients.claim()]));
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const isOurs = request.method === 'GET' && request.url.startsWith(registration.scope);
  if (isOurs) event.respondWith(answer(request));
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  const requests = FILES.map(([path, integrity]) =>
    integrity ? new Request(path, { integrity, cache: 'no-cache' }) : new Request(path),
  );
  try {
    await cache.addAll(requests);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** All but this one and the one before. */
async function forgetOldVersions() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const old = names.filter((name) => name !== CACHE).slice(0, -1);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function answer(request) {
  const kept = await find(request);
  return kept ? isolated(kept) : fetch(request);
}

async function find(request) {
  const cache = await caches.open(CACHE);
  const address = new URL(request.url);
  const isPage = request.mode === 'navigate' && [PAGE, 'index.html'].some((path) => leadsTo(address, path));
  if (isPage) return cache.match(new URL(PAGE, registration.scope).href);
  return (await cache.match(request.url)) ?? caches.match(request.url);
}

function leadsTo(address, path) {
  return address.origin + address.pathname === new URL(path, registration.scope).href;
}

function isolated(response) {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
