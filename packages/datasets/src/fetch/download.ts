import { CorruptFileError, DataNotFoundError } from '../support/errors.js';
import { type Address, parseAddress, shownAddress } from './address.js';
import { MirrorError } from './mirrorError.js';
import type { PartialFile } from './partial.js';
import { type FetchPolicy, retryWait, sleep } from './policy.js';
import { transfer } from './transfer.js';

/** What one mirror answered in the end. */
export interface MirrorAnswer {
  /** Its address, without user name, password and query. */
  readonly url: string;
  readonly answer: string;
}

/** No mirror could deliver a file. */
export class DownloadError extends DataNotFoundError {
  override readonly name: string = 'DownloadError';
  /** One for each mirror that was asked, in order. */
  readonly answers: readonly MirrorAnswer[];

  constructor(what: string, answers: readonly MirrorAnswer[]) {
    const list = answers.map(({ url, answer }) => `\n  ${url}: ${answer}`).join('');
    super(`${what} could not be fetched. What each mirror answered:${list}`);
    this.answers = answers;
  }
}

/** How far a download is. */
export interface DownloadProgress {
  readonly file: string;
  readonly received: number;
  /** Undefined where the server does not say. */
  readonly total: number | undefined;
}

export interface DownloadRequest<T> {
  /** For messages. */
  readonly what: string;
  /** The same file on each mirror, best first. */
  readonly urls: readonly string[];
  readonly partial: PartialFile;
  /** The most bytes that the file can have. */
  readonly mostBytes: number;
  /** Gives what the file is wanted for, or throws a CorruptFileError. */
  readonly verify: (bytes: Uint8Array, url: string) => Promise<T>;
  readonly policy: FetchPolicy;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * Fetches a file from the first mirror that delivers it whole and right. What an interrupted attempt brought is kept
 * and gone on with, by this process or a later one, at the same mirror or at another that has a file of the same size.
 *
 * @throws DownloadError with each mirror's answer, DatasetError where it cannot be written, and the signal's reason
 */
export async function download<T>(request: DownloadRequest<T>): Promise<T> {
  const answers: MirrorAnswer[] = [];
  for (const url of await interruptedFirst(request)) {
    const address = parseAddress(url);
    const outcome =
      address === undefined ? { answer: 'not an http or https address' } : await fromMirror(address, request);
    if ('value' in outcome) return outcome.value;
    answers.push({ url: shownAddress(url), answer: outcome.answer });
  }
  throw new DownloadError(request.what, answers);
}

/** A mirror that was interrupted comes first: what it has sent need not be sent again. */
async function interruptedFirst({ urls, partial }: DownloadRequest<unknown>): Promise<readonly string[]> {
  const begun = (await partial.resume())?.url;
  const isBegun = (url: string): boolean => shownAddress(url) === begun;
  return [...urls.filter(isBegun), ...urls.filter((url) => !isBegun(url))];
}

async function fromMirror<T>(
  address: Address,
  request: DownloadRequest<T>,
): Promise<{ value: T } | { answer: string }> {
  const { policy, signal, partial } = request;
  const progress = progressFrom((await partial.resume())?.received ?? 0, policy.minimumBytes);
  for (let attempts = 1, failures = 0; ; attempts++) {
    try {
      return { value: await attemptOnce(address, request, progress.reached) };
    } catch (error) {
      if (!(error instanceof MirrorError)) throw error;
      // A line that breaks again and again is good enough as long as each attempt brings the file further.
      failures = progress.madeSince() ? 0 : failures + 1;
      const giveUp = givenUp(error, failures, policy);
      if (giveUp !== undefined) {
        return { answer: `${error.message}${giveUp}${attempts === 1 ? '' : ` (${attempts} attempts)`}` };
      }
      await sleep(Math.max(retryWait(failures, policy), error.retryAfter), signal);
    }
  }
}

/** Why the mirror is not asked again, as a message goes on; undefined where it is. */
function givenUp(
  { worthRetrying, retryAfter }: MirrorError,
  failures: number,
  { attempts, longestRetryAfter }: FetchPolicy,
): string | undefined {
  if (!worthRetrying || failures >= attempts) return '';
  if (retryAfter > longestRetryAfter) return `, to be asked again in ${Math.ceil(retryAfter / 1000)} s`;
  return undefined;
}

interface Progress {
  reached(received: number): void;
  /** Whether the file is further than ever before, by enough to matter, since this was last asked. */
  madeSince(): boolean;
}

function progressFrom(start: number, enough: number): Progress {
  let furthest = start;
  let told = start;
  return {
    reached: (received) => {
      furthest = Math.max(furthest, received);
    },
    madeSince: () => {
      const made = furthest - told >= enough;
      told = furthest;
      return made;
    },
  };
}

async function attemptOnce<T>(
  address: Address,
  request: DownloadRequest<T>,
  onReached: (received: number) => void,
): Promise<T> {
  const { partial, policy, signal, mostBytes, onProgress, what } = request;
  const pieced = await transfer(address, partial, {
    policy,
    signal,
    mostBytes,
    onReceived: (received, total) => {
      onReached(received);
      onProgress?.({ file: what, received, total });
    },
  });
  try {
    return await request.verify(await partial.bytes(), address.shown);
  } catch (error) {
    if (!(error instanceof CorruptFileError)) throw error;
    await partial.discard();
    // The pieces do not belong together, which is no fault of this mirror: it is asked for the whole.
    if (pieced) return attemptOnce(address, request, onReached);
    throw new MirrorError(`sent something else: ${error.fault}`, false, { cause: error });
  }
}
