export { runAlone, runTogether, workerLoop } from './runtime/program';
export { multiplyAddOnce } from './runtime/simd';
export { awaitDeparture, sleeps } from './runtime/threads';
