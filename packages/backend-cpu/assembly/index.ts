export { runAlone, runTogether, workerLoop } from './runtime/program';
export { multiplyAddOnce } from './runtime/simd';
export { sleeps } from './runtime/threads';
