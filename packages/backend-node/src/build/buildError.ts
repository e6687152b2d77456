import { NeutypeError } from '@neutype/core';

/** The build cannot go on: something is missing or broken, and the message says what to do about it. */
export class BuildError extends NeutypeError {
  override readonly name: string = 'BuildError';
}
