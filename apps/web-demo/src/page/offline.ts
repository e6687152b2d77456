import { firstScreenDone } from './state/opening.js';

/** Keeping the page must not slow its opening, in milliseconds. */
const LATER = 1000;

/** Has the browser keep the page, so that it opens without a connection too. Not while developing, where it would keep what is old. */
export async function keepForOffline(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  await firstScreenDone;
  await new Promise((resolve) => setTimeout(resolve, LATER));
  // Private windows and odd hosts refuse: the page is then as good as any other.
  await navigator.serviceWorker.register(new URL('sw.js', document.baseURI)).catch(() => {});
}
