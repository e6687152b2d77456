import { NeutypeError } from '@neutype/errors';

/** A file of a log cannot be opened or written. */
export class LogError extends NeutypeError {
  override readonly name: string = 'LogError';
}
