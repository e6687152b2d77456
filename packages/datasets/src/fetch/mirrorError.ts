import { escapeControls, NeutypeError } from '@neutype/errors';
import { explainedConnection } from '../platform/node.js';

export interface MirrorErrorOptions extends ErrorOptions {
  /** How long the mirror asks to be left alone, in milliseconds. */
  readonly retryAfter?: number | undefined;
}

/** What went wrong with one attempt at one mirror. */
export class MirrorError extends NeutypeError {
  override readonly name: string = 'MirrorError';
  /** Whether the same mirror may do better the next time. */
  readonly worthRetrying: boolean;
  readonly retryAfter: number;

  constructor(message: string, worthRetrying: boolean, options: MirrorErrorOptions = {}) {
    super(escapeControls(message), options);
    this.worthRetrying = worthRetrying;
    this.retryAfter = options.retryAfter ?? 0;
  }
}

/** Anything that a fetch throws, as an error that says what happened to the connection. */
export function asMirrorError(error: unknown, url: string): MirrorError {
  if (error instanceof MirrorError) return error;
  const reason = innermostReason(error);
  const hopeless = /redirect count exceeded/i.test(reason);
  const message = hopeless ? 'redirected without end' : `${explainedConnection(url)} (${reason})`;
  return new MirrorError(message, !hopeless, { cause: error });
}

/** fetch says only "fetch failed" or "terminated"; what happened is in the cause. */
function innermostReason(error: unknown): string {
  let inner = error as { message?: string; code?: string; cause?: unknown };
  while (inner.cause !== undefined && inner.cause !== null) inner = inner.cause as typeof inner;
  return [inner.code, inner.message].filter((part) => part !== undefined && part !== '').join(': ');
}
