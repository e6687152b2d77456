import { request } from '../platform/node.js';
import { DatasetError } from '../support/errors.js';
import type { Address } from './address.js';
import { checkAnswer, continues, sizeOf, validatorOf } from './answer.js';
import { asMirrorError, MirrorError } from './mirrorError.js';
import type { Earlier, PartialFile, PartialState } from './partial.js';
import type { FetchPolicy } from './policy.js';
import { type Watchdog, watch } from './watchdog.js';

export interface TransferOptions {
  readonly policy: FetchPolicy;
  readonly signal: AbortSignal | undefined;
  /** The most bytes that the file can have: a server that sends more is not believed. */
  readonly mostBytes: number;
  readonly onReceived: (received: number, total: number | undefined) => void;
}

/**
 * One attempt to bring a file here: goes on where an earlier attempt stopped, provided the server confirms that the
 * file is still the same, or another mirror's is as long; and otherwise begins anew.
 *
 * @returns whether the file was put together from several attempts
 * @throws MirrorError for whatever the server or the connection did; the user's own reason where the user aborted
 */
export async function transfer(
  address: Address,
  partial: PartialFile,
  options: TransferOptions,
): Promise<boolean> {
  const { signal } = options;
  const watchdog = watch(options.policy, signal);
  try {
    return await receive(address, partial, watchdog, options);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof CallersError) throw error.cause;
    if (error instanceof DatasetError) throw error;
    throw asMirrorError(watchdog.signal.aborted ? watchdog.signal.reason : error, address.url);
  } finally {
    watchdog.stop();
    await partial.close();
  }
}

async function receive(
  address: Address,
  partial: PartialFile,
  watchdog: Watchdog,
  options: TransferOptions,
): Promise<boolean> {
  const earlier = await worthGoingOn(address, partial, options);
  if (earlier !== undefined && earlier.received === earlier.total) return true;
  const headers = { ...address.headers, ...rangeHeaders(address, earlier) };
  const response = await unlessAborted(
    request(address.url, { headers, signal: watchdog.signal }),
    watchdog.signal,
  );
  watchdog.answered();
  // Nothing follows what is there: whether it is the file, its digest tells.
  if (earlier !== undefined && response.status === 416) return true;

  const resumed = earlier !== undefined && response.status === 206;
  if (!resumed) checkAnswer(response);
  else if (!continues(response, earlier, earlier.url === address.shown)) {
    await response.body?.cancel();
    await partial.discard();
    return receive(address, partial, watchdog, options);
  }
  const state: PartialState = {
    url: address.shown,
    validator: validatorOf(response),
    total: resumed ? earlier.total : sizeOf(response, options.mostBytes),
  };
  if (!resumed) await partial.begin(state);
  else if (earlier.url !== address.shown) await partial.goOn(state);
  const start = resumed ? earlier.received : 0;
  await receiveBody(response, start, state.total, partial, watchdog, options);
  return resumed;
}

/** What an earlier attempt left, where this address can go on with it; what can be part of no file is thrown away. */
async function worthGoingOn(
  { shown }: Address,
  partial: PartialFile,
  { mostBytes }: TransferOptions,
): Promise<Earlier | undefined> {
  const earlier = await partial.resume();
  if (earlier === undefined || earlier.received === 0) return undefined;
  if (earlier.received > Math.min(earlier.total ?? mostBytes, mostBytes)) {
    await partial.discard();
    return undefined;
  }
  const known = earlier.url === shown ? (earlier.validator ?? earlier.total) : earlier.total;
  return known === undefined ? undefined : earlier;
}

/** What was begun elsewhere has a name there that means nothing here: then the size and the digest decide. */
function rangeHeaders({ shown }: Address, earlier: Earlier | undefined): Record<string, string> {
  if (earlier === undefined) return {};
  const range = { range: `bytes=${earlier.received}-` };
  const named = earlier.url === shown && earlier.validator !== undefined;
  return named ? { ...range, 'if-range': earlier.validator! } : range;
}

async function receiveBody(
  { body }: Response,
  start: number,
  total: number | undefined,
  partial: PartialFile,
  watchdog: Watchdog,
  { mostBytes, onReceived }: TransferOptions,
): Promise<void> {
  const most = total ?? mostBytes;
  const reader = body?.getReader();
  let received = start;
  while (reader !== undefined) {
    const { done, value } = await unlessAborted(reader.read(), watchdog.signal);
    if (done) break;
    received += value.length;
    if (received > most) {
      await partial.discard();
      throw new MirrorError(`sent more than ${most} bytes, which the file cannot have`, start > 0);
    }
    await partial.append(value);
    watchdog.received(value.length);
    tell(onReceived, received, total);
  }
  if (total !== undefined && received !== total) {
    throw new MirrorError(`the connection ended after ${received} of ${total} bytes`, true);
  }
}

/** fetch does not always notice: junk behind a brotli stream lets it wait for ever (Node 20). */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** What the caller's own function throws is no fault of the mirror. */
class CallersError extends Error {}

function tell(onReceived: TransferOptions['onReceived'], received: number, total: number | undefined): void {
  try {
    onReceived(received, total);
  } catch (cause) {
    throw new CallersError('onProgress', { cause });
  }
}
