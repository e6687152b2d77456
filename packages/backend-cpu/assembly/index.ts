export { runAlone, runTogether, workerLoop } from './runtime/program';
