import { describe, expect, it } from '@jest/globals';
import '@neutype/backend-node';
import '@neutype/backend-webgpu';
import { registerBackendProvider } from '@neutype/core';
import { demo } from '../src/demo.js';
import { bands } from './bands.js';
import { FakeProcess } from './fakeProcess.js';

/** As where it cannot run, whatever this machine has. */
function backendLacks(name: string, detail: string, remedy: string): void {
  registerBackendProvider({
    name,
    activate: () => Promise.reject(new Error('not to be called')),
    diagnose: () => Promise.resolve({ name, available: false, detail, remedy }),
  });
}

interface Told {
  readonly status: number;
  /** The lines that speak of the backend. */
  readonly lines: readonly string[];
  readonly output: string;
}

async function trainOn(backend: string): Promise<Told> {
  const seen = new FakeProcess({});
  const args = ['--backend', backend, '--epochs', '1', '--momentum', '0.9', '--json'];
  const digits = bands(300);
  const status = await demo(args, seen, () => Promise.resolve(digits));
  const lines = seen.errors.split('\n').filter((line) => line.includes(`useBackend('${backend}')`));
  return { status, lines, output: seen.output };
}

describe('--backend node without native TensorFlow', () => {
  it.each([
    ['no build', 'Run npx neutype-node-build (once).', 'Run npm run build:tensorflow (once).'],
    ['damage', 'Run npx neutype-node-build --force.', 'Run npm run build:tensorflow -- --force.'],
  ])(
    'goes on with the CPU engine after one line with the reason and the remedy: %s',
    async (reason, remedy, told) => {
      backendLacks('node', reason, remedy);
      const { status, lines, output } = await trainOn('node');
      expect(status).toBe(0);
      expect(lines).toEqual([expect.stringContaining(`got ${reason}. ${told} Going on with cpu.`)]);
      expect(output).toContain('"backend":"cpu"');
    },
  );
});

describe('--backend webgpu without a graphics driver', () => {
  it('goes on with the CPU engine after one line with the reason and the remedy', async () => {
    backendLacks('webgpu', 'no adapter', 'Install one.');
    const { status, lines, output } = await trainOn('webgpu');
    expect(status).toBe(0);
    expect(lines).toEqual([expect.stringContaining('got no adapter. Install one. Going on with cpu.')]);
    expect(output).toContain('"backend":"cpu"');
  });
});
