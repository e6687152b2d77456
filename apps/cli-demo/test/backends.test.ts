import { describe, expect, it } from '@jest/globals';
import '@neutype/backend-node';
import { registerBackendProvider } from '@neutype/core';
import { demo } from '../src/demo.js';
import { bands } from './bands.js';
import { FakeProcess } from './fakeProcess.js';

/** As where native TensorFlow cannot run, whatever this machine has. */
function nodeBackendLacks(detail: string, remedy: string): void {
  registerBackendProvider({
    name: 'node',
    activate: () => Promise.reject(new Error('not to be called')),
    diagnose: () => Promise.resolve({ name: 'node', available: false, detail, remedy }),
  });
}

describe('--backend node without native TensorFlow', () => {
  it.each([
    ['no build', 'Run npx neutype-node-build (once).', 'Run npm run build:tensorflow (once).'],
    ['damage', 'Run npx neutype-node-build --force.', 'Run npm run build:tensorflow -- --force.'],
  ])(
    'goes on with the CPU engine after one line with the reason and the remedy: %s',
    async (reason, remedy, told) => {
      nodeBackendLacks(reason, remedy);
      const seen = new FakeProcess({});
      const args = ['--backend', 'node', '--epochs', '1', '--momentum', '0.9', '--json'];
      const digits = bands(300);
      expect(await demo(args, seen, () => Promise.resolve(digits))).toBe(0);
      const lines = seen.errors.split('\n').filter((line) => line.includes("useBackend('node')"));
      expect(lines).toEqual([expect.stringContaining(`got ${reason}. ${told} Going on with cpu.`)]);
      expect(seen.output).toContain('"backend":"cpu"');
    },
  );
});
