import { input, linear, type Network, sigmoid, tanh } from '@neutype/layers';
import type { OptimizerOptions, Progress, Reporter } from '../src/index.js';

/** A reporter that keeps what it is told. */
export interface Recorder extends Reporter {
  readonly lines: string[];
  readonly warnings: string[];
  readonly drawn: (Progress | undefined)[];
}

export function recorder(): Recorder {
  const [lines, warnings, drawn]: [string[], string[], (Progress | undefined)[]] = [[], [], []];
  return {
    lines,
    warnings,
    drawn,
    print: (line) => void lines.push(line),
    warn: (message) => void warnings.push(message),
    progress: (progress) => void drawn.push(progress),
  };
}

export const xor = {
  x: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  y: [0, 1, 1, 0],
};

export function xorNetwork(): Network {
  return input(2).to(tanh(8), sigmoid(1));
}

export const xorOptions: OptimizerOptions = {
  batchSize: null,
  loss: 'binaryCrossentropy',
  seed: 0,
  step: 0.3,
};

/** One weight that is 1 and whose loss is its square: with x = 1 and target 0. */
export function oneWeight(): Network {
  return input(1).to(linear(1, { weight: 1, bias: null }));
}
