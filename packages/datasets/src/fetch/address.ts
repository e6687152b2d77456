import { escapeControls } from '@neutype/errors';

/** Where a file is fetched from. A user name, a password and a query are sent, but never shown and never written. */
export interface Address {
  /** What is asked for, without user name and password: fetch refuses them there. */
  readonly url: string;
  /** The user name and the password as the header that servers take them from. */
  readonly headers: Readonly<Record<string, string>>;
  /** What messages and files call it. */
  readonly shown: string;
}

/** @returns undefined where the text is no address */
export function parseAddress(text: string): Address | undefined {
  const url = parsed(text);
  if (url === undefined) return undefined;
  const { username, password } = url;
  const shown = shownAddress(text);
  url.username = '';
  url.password = '';
  const headers = username === '' && password === '' ? {} : basicAuthorization(username, password);
  return { url: url.href, headers, shown };
}

/** An address without what may be secret in it. Of what is no address, all that may be a password is left out. */
export function shownAddress(text: string): string {
  const url = parsed(text);
  if (url === undefined)
    return escapeControls(text.replace(/^.*@/s, '…@').replace(/\?.*$/s, '?…').slice(0, 200));
  url.username = '';
  url.password = '';
  url.hash = '';
  const secretQuery = url.search !== '';
  url.search = '';
  return secretQuery ? `${url.href}?…` : url.href;
}

function parsed(text: string): URL | undefined {
  // In a page, addresses may be relative to it.
  const base = (globalThis as { location?: { href: string } }).location?.href;
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
}

function basicAuthorization(username: string, password: string): Record<string, string> {
  const bytes = new TextEncoder().encode(`${decoded(username)}:${decoded(password)}`);
  return { authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
