import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

const { createContext } = vm;

/**
 * Node, with three differences:
 * - Globals are those of the context itself: jest puts a Proxy before them, through which each `Math.abs` of a loop takes
 *   fifty times as long.
 * - A file with `it.only` or the like fails: the tests that it leaves out would pass unseen.
 * - What is freed when the garbage collector comes is not freed, so that a test that counts tensors never counts what an
 *   earlier one left. A file about that very thing starts with
 *   `@jest-environment-options {"finalizers": true}` in a docblock.
 */
export default class extends TestEnvironment {
  constructor(config, context) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
    if (!config.projectConfig.testEnvironmentOptions.finalizers) forgetFinalizers(this.global);
  }

  handleTestEvent({ name }, state) {
    if (name !== 'run_start' || !state.hasFocusedTests) return;
    const error = new Error('Some tests of this file are focused (.only), and the others were left out.');
    // The stack would name this file, which is of no help.
    error.stack = error.message;
    state.unhandledErrors.push(error);
  }
}

function forgetFinalizers(global) {
  global.FinalizationRegistry = class extends global.FinalizationRegistry {
    register() {}
  };
}
