import type { setFlagsFromString } from 'node:v8';
import { afterEach, describe, expect, it, jest } from '@jest/globals';

const set = jest.fn<typeof setFlagsFromString>();
jest.unstable_mockModule('../../src/threads/nodeBuiltin.js', () => ({
  nodeBuiltin: () => ({ setFlagsFromString: set }),
}));
const { withFlags } = await import('../../src/variants/v8Flags.js');

const { execArgv } = process;

afterEach(() => {
  set.mockClear();
  process.execArgv = execArgv;
  delete process.env['NODE_OPTIONS'];
});

describe('withFlags', () => {
  it('switches flags on for the work alone', () => {
    const value = withFlags(['a', 'b'], () => {
      expect(set.mock.calls.flat()).toEqual(['--a', '--b']);
      return 7;
    });
    expect(value).toBe(7);
    expect(set.mock.calls.flat()).toEqual(['--a', '--b', '--no-a', '--no-b']);
  });

  it('switches them off when the work throws', () => {
    const failing = () =>
      withFlags(['a'], () => {
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect(set.mock.calls.flat()).toEqual(['--a', '--no-a']);
  });

  it('leaves a flag alone that the process was started with', () => {
    process.execArgv = ['--wasm_revec'];
    process.env['NODE_OPTIONS'] = '--max-old-space-size=100 --no-natives';
    withFlags(['wasm-revec', 'natives', 'other'], () => undefined);
    expect(set.mock.calls.flat()).toEqual(['--other', '--no-other']);
  });
});
