export { functionAt } from './runtime/code';
export { multiplyAddNarrow, multiplyAddOnce } from './runtime/probe';
export { runAlone, runTogether, workerLoop } from './runtime/program';
export { awaitDeparture, sleeps } from './runtime/threads';
