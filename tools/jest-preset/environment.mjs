import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

const { createContext } = vm;

/**
 * Node, with two differences. Globals are those of the context itself: jest puts a Proxy before them, through which each
 * `Math.abs` of a loop takes fifty times as long. And a file with `it.only` or the like fails: the tests that it leaves
 * out would pass unseen.
 */
export default class extends TestEnvironment {
  constructor(...args) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...args);
    } finally {
      vm.createContext = createContext;
    }
  }

  handleTestEvent({ name }, state) {
    if (name !== 'run_start' || !state.hasFocusedTests) return;
    const error = new Error('Some tests of this file are focused (.only), and the others were left out.');
    // The stack would name this file, which is of no help.
    error.stack = error.message;
    state.unhandledErrors.push(error);
  }
}
