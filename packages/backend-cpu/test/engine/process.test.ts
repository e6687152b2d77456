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

/** The same in a process that may reserve only so many kilobytes of address space. */
function runWithin(kilobytes: number, source: string) {
  const command = `ulimit -v ${kilobytes} && exec "$0" --input-type=module --eval "$1"`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command, process.execPath, source], {
    cwd: PACKAGE,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout: stdout.trim(), stderr };
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

  it.each([
    [{ NEUTYPE_THREADS: 'abc' }, 'NEUTYPE_THREADS', "expected a whole number from 1, got 'abc'"],
    [{ NEUTYPE_THREADS: '0' }, 'NEUTYPE_THREADS', 'expected a whole number from 1, got 0'],
    [
      { NEUTYPE_CPU_VARIANT: 'avx' },
      'NEUTYPE_CPU_VARIANT',
      "expected one of 'simd', 'relaxed', 'wide', 'javascript', got 'avx'",
    ],
  ])(
    'tells whoever asks of %j in the environment, and starts no other engine',
    (settings, variable, reason) => {
      const { status, stdout } = run(
        `
      import { engineInfo } from './dist/index.js';
      import { diagnoseBackends, useBackend } from '@neutype/core';
      try { engineInfo(); } catch (error) { console.log(error.message); }
      const [{ available, detail }] = await diagnoseBackends();
      console.log(available, detail);
      await useBackend('cpu').catch((error) => console.log(error.message));
    `,
        [],
        settings,
      );
      const [info, diagnosis, use, ...rest] = stdout.split('\n');
      expect({ status, rest }).toEqual({ status: 0, rest: [] });
      for (const said of [info, diagnosis, use]) {
        expect(said).toContain(`environment variable ${variable}: ${reason}. Correct or unset it.`);
      }
      expect(diagnosis).toMatch(/^false /);
    },
  );

  it('names the variable of a variant that cannot run here', () => {
    const { stdout } = run(
      `
      WebAssembly.validate = () => false;
      const { engineInfo } = await import('./dist/index.js');
      try { engineInfo(); } catch (error) { console.log(error.message); }
    `,
      [],
      { NEUTYPE_CPU_VARIANT: 'simd' },
    );
    expect(stdout).toContain(
      'environment variable NEUTYPE_CPU_VARIANT: expected a variant that can run here, ' +
        "got 'simd', whose WebAssembly this platform does not validate.",
    );
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  /** From V8 13 on (Node 24) no address space is reserved around a memory where there is little. */
  const reservesMuch = Number(process.versions.v8.split('.')[0]) < 13;
  const whereMuchIsReserved = reservesMuch ? onLinux : it.skip;
  const whereLittleIsReserved = reservesMuch ? it.skip : onLinux;

  whereLittleIsReserved('works where address space is scarce', () => {
    const { status, stdout } = runWithin(
      8_000_000,
      `${PREAMBLE}
      const x = tf.ones([300, 300]);
      console.log(engineInfo().variant !== 'javascript', tf.matMul(x, x).dataSync()[0]);
    `,
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'true 300' });
  });

  whereMuchIsReserved('works where address space is scarce, with as many threads as fit, and says so', () => {
    const { status, stdout, stderr } = runWithin(
      13_000_000,
      `${PREAMBLE.replace('setThreads(2)', 'setThreads(8)')}
      const x = tf.ones([300, 300]);
      for (let round = 0; round < 20; round++) { tf.matMul(x, x).dispose(); await pause(5); }
      console.log(engineInfo().threads < 8, tf.matMul(x, x).dataSync()[0]);
    `,
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'true 300' });
    expect(stderr).toContain('could not start all of its 8 threads here');
  });

  whereMuchIsReserved('says what to do where there is no address space for its memory', () => {
    const { stdout } = runWithin(
      8_000_000,
      `
      const { engineInfo } = await import('./dist/index.js');
      try { engineInfo(); } catch (error) { console.log(error.name, error.message); }
    `,
    );
    expect(stdout).toContain('BackendUnavailableError the CPU engine: expected address space for its memory');
    expect(stdout).toContain('ulimit -v');
    expect(stdout).toContain('--disable-wasm-trap-handler');
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
