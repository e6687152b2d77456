import { TestEnvironment } from 'jest-environment-node';

/** Node, but a file with `it.only` or the like fails: the tests that it leaves out would pass unseen. */
export default class extends TestEnvironment {
  handleTestEvent({ name }, state) {
    if (name !== 'run_start' || !state.hasFocusedTests) return;
    const error = new Error('Some tests of this file are focused (.only), and the others were left out.');
    // The stack would name this file, which is of no help.
    error.stack = error.message;
    state.unhandledErrors.push(error);
  }
}
