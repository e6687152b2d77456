import { setFlagsFromString } from 'node:v8';
import { type Arithmetic, operationsPerTurn, simdModule } from '../peak/simdModule.js';
import { serve, type Workload } from './serve.js';

/** Runs of some milliseconds. */
const turns = 100_000;

/** One run does `turns` of them; the time told is that of a billion floating-point operations. */
const workload = (arithmetic: Arithmetic): Workload => {
  if (arithmetic === 'fma' && process.versions.v8.startsWith('11.3')) {
    setFlagsFromString('--experimental-wasm-relaxed-simd'); // complete there, but not yet on by default
  }
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(simdModule(arithmetic)));
  const run = exports['run'] as (turns: number, factor: number, term: number) => number;
  return {
    run: () => void run(turns, 1, 1e-9),
    repeats: (turns * operationsPerTurn(arithmetic)) / 1e9,
  };
};

void serve({
  about: () => 'register-only WebAssembly loops',
  workloads: { mulAdd: () => workload('mulAdd'), fma: () => workload('fma') },
});
