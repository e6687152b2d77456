import { MirrorError } from './mirrorError.js';
import type { Earlier } from './partial.js';

/** @throws MirrorError where the answer is not the file */
export function checkAnswer({ ok, status, statusText, headers }: Response): void {
  if (ok && status !== 206) return;
  const temporary = status === 206 || status === 408 || status === 416 || status === 429 || status >= 500;
  const words = statusText.slice(0, 60);
  throw new MirrorError(`answered ${status}${words === '' ? '' : ` ${words}`}`, temporary, {
    retryAfter: retryAfter(headers),
  });
}

/**
 * Whether a partial answer begins where the earlier attempt stopped, and belongs to a file of the same size; on another
 * mirror that must be certain.
 */
export function continues({ headers }: Response, earlier: Earlier, sameMirror: boolean): boolean {
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  if (range === null || Number(range[1]) !== earlier.received) return false;
  if (!sameMirror) return Number(range[2]) === earlier.total;
  if (earlier.total !== undefined && range[2] !== '*' && Number(range[2]) !== earlier.total) return false;
  const etag = headers.get('etag');
  return etag === null || !earlier.validator?.startsWith('"') || etag === earlier.validator;
}

/**
 * The size of what will arrive; unknown where the connection compresses it.
 *
 * @throws MirrorError where it is more than the file can have
 */
export function sizeOf({ headers }: Response, most: number): number | undefined {
  const length = headers.get('content-length');
  if (length === null || encoded(headers)) return undefined;
  const size = Number(length);
  if (size <= most) return size;
  throw new MirrorError(`announced ${size} bytes, where the file has at most ${most}`, false);
}

/** A strong ETag, else the date; none where the connection compresses, for ranges count compressed bytes then. */
export function validatorOf({ headers }: Response): string | undefined {
  if (encoded(headers)) return undefined;
  const etag = headers.get('etag');
  if (etag?.startsWith('"')) return etag;
  return headers.get('last-modified') ?? undefined;
}

function encoded(headers: Headers): boolean {
  return (headers.get('content-encoding') ?? 'identity') !== 'identity';
}

/** Seconds or a date (RFC 9110, section 10.2.3), in milliseconds from now. */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const wait = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
