import { setFlagsFromString } from 'node:v8';
import { type Arithmetic, simdModule } from './simdModule.js';

/** Computes so many turns and gives the sum of all chains in their first lane. */
export type PeakLoop = (turns: number, factor: number, term: number) => number;

/** @throws where V8 does not have the instructions */
export function peakLoop(arithmetic: Arithmetic): PeakLoop {
  if (arithmetic === 'fma' && process.versions.v8.startsWith('11.3')) {
    setFlagsFromString('--experimental-wasm-relaxed-simd'); // complete there, but not yet on by default
  }
  const module = new WebAssembly.Module(simdModule(arithmetic));
  return new WebAssembly.Instance(module).exports['run'] as PeakLoop;
}
