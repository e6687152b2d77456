import { DatasetError } from '../support/errors.js';
import { asMirrorError, MirrorError } from './mirrorError.js';
import type { PartialFile } from './partial.js';
import type { FetchPolicy } from './policy.js';
import { type Watchdog, watch } from './watchdog.js';

export interface TransferOptions {
  readonly policy: FetchPolicy;
  readonly signal: AbortSignal | undefined;
  readonly onReceived: (received: number, total: number | undefined) => void;
}

/**
 * One attempt to bring a file here: goes on where an earlier attempt at the same address stopped, provided the server
 * confirms that the file is still the same, and otherwise begins anew.
 *
 * @returns whether the file was put together from several attempts
 * @throws MirrorError for whatever the server or the connection did; the user's own reason where the user aborted
 */
export async function transfer(
  url: string,
  partial: PartialFile,
  options: TransferOptions,
): Promise<boolean> {
  const { signal } = options;
  const watchdog = watch(options.policy, signal);
  try {
    return await receive(url, partial, watchdog, options);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof DatasetError) throw error;
    throw asMirrorError(watchdog.signal.aborted ? watchdog.signal.reason : error);
  } finally {
    watchdog.stop();
    await partial.close();
  }
}

async function receive(
  url: string,
  partial: PartialFile,
  watchdog: Watchdog,
  { onReceived }: TransferOptions,
): Promise<boolean> {
  const earlier = await partial.resume();
  const resumable = earlier?.url === url && earlier.validator !== undefined && earlier.received > 0;
  if (resumable && earlier.received === earlier.total) return true;
  const headers: Record<string, string> = resumable
    ? { range: `bytes=${earlier.received}-`, 'if-range': earlier.validator! }
    : {};
  const response = await fetch(url, { headers, signal: watchdog.signal });
  watchdog.answered();
  const resumed = resumable && response.status === 206;
  if (!resumed) checkAnswer(response);
  else if (!continues(response, earlier)) {
    await partial.discard();
    throw new MirrorError('the server sent another piece than asked for', true);
  }
  const total = resumed ? earlier.total : announcedSize(response);
  if (!resumed) await partial.begin({ url, validator: validatorOf(response), total });

  let received = resumed ? earlier.received : 0;
  const reader = response.body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    await partial.append(value);
    received += value.length;
    watchdog.received(value.length);
    onReceived(received, total);
  }
  if (total !== undefined && received !== total) {
    throw new MirrorError(`the connection ended after ${received} of ${total} bytes`, true);
  }
  return resumed;
}

function checkAnswer({ ok, status, statusText }: Response): void {
  if (ok && status !== 206) return;
  const temporary = status === 206 || status === 408 || status === 416 || status === 429 || status >= 500;
  throw new MirrorError(`answered ${status}${statusText === '' ? '' : ` ${statusText}`}`, temporary);
}

/** Whether a partial answer begins where the earlier attempt stopped, and belongs to a file of the same size. */
function continues(
  { headers }: Response,
  earlier: { received: number; total?: number | undefined; validator?: string | undefined },
): boolean {
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  if (range === null || Number(range[1]) !== earlier.received) return false;
  if (earlier.total !== undefined && range[2] !== '*' && Number(range[2]) !== earlier.total) return false;
  const etag = headers.get('etag');
  return etag === null || !earlier.validator!.startsWith('"') || etag === earlier.validator;
}

/** The size of what will arrive; unknown where the connection compresses it. */
function announcedSize({ headers }: Response): number | undefined {
  const length = headers.get('content-length');
  return length === null || encoded(headers) ? undefined : Number(length);
}

/** A strong ETag, else the date; none where the connection compresses, for ranges count compressed bytes then. */
function validatorOf({ headers }: Response): string | undefined {
  if (encoded(headers)) return undefined;
  const etag = headers.get('etag');
  if (etag?.startsWith('"')) return etag;
  return headers.get('last-modified') ?? undefined;
}

function encoded(headers: Headers): boolean {
  return (headers.get('content-encoding') ?? 'identity') !== 'identity';
}
