import { peakLoop } from '../peak/peakLoop.js';
import { type Arithmetic, operationsPerTurn } from '../peak/simdModule.js';
import { serve, type Workload } from './serve.js';

/** Runs of some milliseconds. */
const TURNS = 100_000;

/** Tells the time of a billion floating-point operations. */
function workload(arithmetic: Arithmetic): Workload {
  const run = peakLoop(arithmetic);
  return {
    run: () => void run(TURNS, 1, 1e-9),
    repeats: (TURNS * operationsPerTurn(arithmetic)) / 1e9,
  };
}

void serve({
  about: () => 'register-only WebAssembly loops',
  workloads: { mulAdd: () => workload('mulAdd'), fma: () => workload('fma') },
});
