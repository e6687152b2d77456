import { forgetPredictions } from '@neutype/core';
import type { Trained } from '../predictDrawing.js';

/** A second instance of a network, to look at what it was while the first goes on learning. */
export class PastNetwork {
  readonly trained: Trained;

  constructor({ network, mean, architecture }: Trained) {
    this.trained = { network: network.copy(), mean, architecture };
  }

  /** Makes it what the first one was. Also wanted after a change of backends: values move there by being written. */
  take(weights: readonly Float32Array[]): void {
    writeWeights(this.trained, weights);
  }

  dispose(): void {
    forgetPredictions(this.trained.network);
    this.trained.network.dispose();
  }
}

export async function readWeights({ network }: Trained): Promise<readonly Float32Array[]> {
  const weights: Float32Array[] = [];
  for (const parameter of network.parameters) weights.push(await parameter.read());
  return weights;
}

export function writeWeights({ network }: Trained, weights: readonly Float32Array[]): void {
  network.parameters.forEach((parameter, index) => {
    parameter.write(weights[index] as Float32Array);
  });
}
