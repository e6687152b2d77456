import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a module in a process of its own, on the built package. */
function run(source: string, flags: string[] = [], settings: Record<string, string> = {}) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, '--input-type=module', '--eval', source],
    { cwd: PACKAGE, encoding: 'utf8', timeout: 60_000, env: { ...process.env, ...settings } },
  );
  return { status, stdout: stdout.trim(), stderr, milliseconds: performance.now() - started };
}

const PREAMBLE = `
  import { engineInfo, setThreads } from './dist/index.js';
  import * as tf from '@tensorflow/tfjs-core';
  setThreads(2);
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
`;

describe('a program on the engine', () => {
  it('ends by itself while the threads wait, without a word', () => {
    const { status, stdout, stderr } = run(`${PREAMBLE}
      const x = tf.ones([300, 300]);
      for (let round = 0; round < 20; round++) { tf.matMul(x, x).dispose(); await pause(5); }
      console.log(engineInfo().threads, tf.matMul(x, x).dataSync()[0]);
    `);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '2 300', stderr: '' });
  });

  it('needs little of the JavaScript heap: tensors lie outside of it', () => {
    const { status, stdout } = run(
      `${PREAMBLE}
      const held = [];
      for (let round = 0; round < 20; round++) {
        const factor = tf.fill([1000, 10], round);
        held.push(tf.matMul(factor, factor, false, true));
        for (let step = 0; step < 20; step++) tf.matMul(held[round], factor).dispose();
      }
      await pause(0);
      console.log(held.map((tensor, round) => tensor.dataSync()[0] === 10 * round * round).every(Boolean));
      console.log(engineInfo().usedBytes > 80e6, process.memoryUsage().heapUsed < 60e6);
    `,
      ['--max-old-space-size=128'],
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'true\ntrue true' });
  });

  it('takes its settings from the environment', () => {
    const source = `${PREAMBLE.replace('setThreads(2);', '')} console.log(engineInfo().variant, engineInfo().threads);`;
    const { stdout } = run(source, [], { NEUTYPE_CPU_VARIANT: 'simd', NEUTYPE_THREADS: '3' });
    expect(stdout).toBe('simd 3');
  });

  it('may load a second copy of the package, which takes the engine of the first', () => {
    const { status, stdout } = run(`
      import { cpSync, rmSync } from 'node:fs';
      import * as first from './dist/index.js';
      const folder = './node_modules/.second-copy';
      cpSync('./dist', folder + '/dist', { recursive: true });
      cpSync('./package.json', folder + '/package.json');
      const second = await import(folder + '/dist/index.js');
      rmSync(folder, { recursive: true });
      const tf = await import('@tensorflow/tfjs-core');
      first.configureEngine({ threads: 1 });
      console.log(second !== first, second.engineInfo === first.engineInfo, second.engineInfo().threads);
      console.log(tf.matMul(tf.ones([3, 4]), tf.ones([4, 2])).dataSync().join());
    `);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'true true 1\n4,4,4,4,4,4' });
  });
});
