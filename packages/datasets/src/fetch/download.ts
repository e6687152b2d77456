import { CorruptFileError, DataNotFoundError } from '../support/errors.js';
import { MirrorError } from './mirrorError.js';
import type { PartialFile } from './partial.js';
import { type FetchPolicy, retryWait, sleep } from './policy.js';
import { transfer } from './transfer.js';

/** What one mirror answered in the end. */
export interface MirrorAnswer {
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
  /** Gives what the file is wanted for, or throws a CorruptFileError. */
  readonly verify: (bytes: Uint8Array, url: string) => Promise<T>;
  readonly policy: FetchPolicy;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * Fetches a file from the first mirror that delivers it whole and right. What an interrupted attempt brought is kept
 * and gone on with, by this process or a later one.
 *
 * @throws DownloadError with each mirror's answer, DatasetError where it cannot be written, and the signal's reason
 */
export async function download<T>(request: DownloadRequest<T>): Promise<T> {
  const answers: MirrorAnswer[] = [];
  for (const url of await interruptedFirst(request)) {
    const outcome = await fromMirror(url, request);
    if ('value' in outcome) return outcome.value;
    answers.push({ url, answer: outcome.answer });
  }
  throw new DownloadError(request.what, answers);
}

/** A mirror that was interrupted comes first: what it has sent need not be sent again. */
async function interruptedFirst({ urls, partial }: DownloadRequest<unknown>): Promise<readonly string[]> {
  const begun = (await partial.resume())?.url;
  return begun === undefined || !urls.includes(begun)
    ? urls
    : [begun, ...urls.filter((url) => url !== begun)];
}

async function fromMirror<T>(
  url: string,
  request: DownloadRequest<T>,
): Promise<{ value: T } | { answer: string }> {
  const { policy, signal } = request;
  for (let attempt = 1; ; attempt++) {
    try {
      return { value: await attemptOnce(url, request) };
    } catch (error) {
      if (!(error instanceof MirrorError)) throw error;
      if (!error.worthRetrying || attempt === policy.attempts) {
        return { answer: attempt === 1 ? error.message : `${error.message} (${attempt} attempts)` };
      }
      await sleep(retryWait(attempt - 1, policy), signal);
    }
  }
}

async function attemptOnce<T>(url: string, request: DownloadRequest<T>): Promise<T> {
  const { partial, policy, signal, onProgress, what } = request;
  const resumed = await transfer(url, partial, {
    policy,
    signal,
    onReceived: (received, total) => onProgress?.({ file: what, received, total }),
  });
  try {
    return await request.verify(await partial.bytes(), url);
  } catch (error) {
    if (!(error instanceof CorruptFileError)) throw error;
    await partial.discard();
    const problem = error.message.slice(`${error.file}: `.length);
    throw new MirrorError(`sent something else: ${problem}`, resumed, { cause: error });
  }
}
