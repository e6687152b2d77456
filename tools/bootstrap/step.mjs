/** The exit code of what Ctrl-C has ended. */
const INTERRUPTED = 130;

/** A step that failed, and what to do about it. */
export class StepError extends Error {
  constructor(step, remedy, exitCode = 1) {
    super(exitCode === INTERRUPTED ? 'Interrupted.' : `Failed: ${step}.\n${remedy}`);
    this.exitCode = exitCode;
  }
}

/** Says what is being done. */
export function step(text) {
  console.error(`▸ ${text}`);
}
