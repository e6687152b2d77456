import { peakLoop } from '../peak/peakLoop.js';
import { type Arithmetic, operationsPerTurn } from '../peak/simdModule.js';
import { serve, type Workload } from './serve.js';

/** Runs of some milliseconds. */
const turns = 100_000;

/** Tells the time of a billion floating-point operations. */
const workload = (arithmetic: Arithmetic): Workload => {
  const run = peakLoop(arithmetic);
  return {
    run: () => void run(turns, 1, 1e-9),
    repeats: (turns * operationsPerTurn(arithmetic)) / 1e9,
  };
};

void serve({
  about: () => 'register-only WebAssembly loops',
  workloads: { mulAdd: () => workload('mulAdd'), fma: () => workload('fma') },
});
