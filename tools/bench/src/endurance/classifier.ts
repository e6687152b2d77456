import { input, type Network, relu, softmax } from '@neutype/layers';
import { type NdArray, ndarray } from '@neutype/ndarray';
import type { Random } from '@neutype/random';

const FEATURES = 64;
const CLASSES = 10;

/** A small network, as servers have many. */
export function classifier(hidden = 128): Network {
  return input(FEATURES).to(relu(hidden), softmax(CLASSES));
}

export const classifierOptions = { loss: 'categoricalCrossentropy', step: 0.001, seed: 0 } as const;

export function samplesOf(rows: number, from: Random): NdArray {
  return ndarray(from.fillUniform(new Float32Array(rows * FEATURES), -1, 1), [rows, FEATURES]);
}

/** All classes in turn. */
export function targetsOf(rows: number): NdArray {
  const targets = new Float32Array(rows * CLASSES);
  for (let row = 0; row < rows; row++) targets[row * CLASSES + (row % CLASSES)] = 1;
  return ndarray(targets, [rows, CLASSES]);
}
