import { escapeControls } from './shown.js';

/** What an error tells: where it happened, what was expected, what came, and what to do. */
export interface Problem {
  /** The layer, option, call or file: `relu(500)`, `option batchSize`, `useBackend('node')`. */
  readonly where: string;
  /** What would have been right, as the object of "expected". */
  readonly expected: string;
  /** What came instead, as the object of "got". */
  readonly received?: string;
  /** What to do about it: a full sentence. */
  readonly remedy?: string;
}

/** The base of every error that Neutype throws on purpose. */
export class NeutypeError extends Error {
  override readonly name: string = 'NeutypeError';
  /** The parts that the message was made of, where it was made of parts. */
  readonly problem: Problem | undefined;

  constructor(problem: Problem | string, options?: ErrorOptions) {
    super(typeof problem === 'string' ? problem : messageOf(problem), options);
    this.problem = typeof problem === 'string' ? undefined : problem;
  }
}

/** A tensor, array or layer has a shape that does not fit. */
export class ShapeError extends NeutypeError {
  override readonly name: string = 'ShapeError';
}

/** An option is unknown, of the wrong kind or out of range. */
export class OptionError extends NeutypeError {
  override readonly name: string = 'OptionError';
}

/** The data cannot be trained on: labels that are not one-hot, unequal lengths, values that are not numbers. */
export class DataError extends NeutypeError {
  override readonly name: string = 'DataError';
}

/** The requested backend is unknown or cannot run here. */
export class BackendUnavailableError extends NeutypeError {
  override readonly name: string = 'BackendUnavailableError';
}

/** A loss, output or parameter became NaN or infinite. */
export class NonFiniteError extends NeutypeError {
  override readonly name: string = 'NonFiniteError';
}

/** Something was used before it had values: a parameter before its network was initialized. */
export class NotInitializedError extends NeutypeError {
  override readonly name: string = 'NotInitializedError';
}

/** Something was used after `dispose()`. */
export class DisposedError extends NeutypeError {
  override readonly name: string = 'DisposedError';
}

/** Names and paths come from outside: what they carry must not reach a terminal as it is. */
function messageOf({ where, expected, received, remedy }: Problem): string {
  const got = received === undefined ? '' : `, got ${received}`;
  const advice = remedy === undefined ? '' : ` ${remedy}`;
  return escapeControls(`${where}: expected ${expected}${got}.${advice}`);
}
