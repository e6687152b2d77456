import { forgetPredictions } from '@neutype/core';
import type { Network } from '@neutype/layers';
import { orthogonalProcrustes, principalComponents } from '@neutype/metrics';
import { NdArray } from '@neutype/ndarray';
import type { Cloud } from '../../shared/cloud.js';
import { type SplitNetwork, splitAtHiddenLayer } from './hiddenLayer.js';

/** Half a pixel of the picture is about this much of the variance. */
const TOLERANCE = 1e-3;
/** Probabilities below it look the same. */
const SMALLEST_PROBABILITY = 1e-6;

/** What places digits by a network's last hidden layer. It keeps the network's parts, and what was recorded to run them. */
export class CloudNetwork {
  readonly network: Network;
  readonly #split: SplitNetwork | undefined;

  constructor(network: Network) {
    this.network = network;
    this.#split = splitAtHiddenLayer(network);
  }

  /**
   * @param images of the network's input shape
   * @param before where the same images lay in the cloud before, which the new one is turned onto
   */
  async cloudOf(images: NdArray, before: Float32Array | undefined): Promise<Cloud> {
    const batchSize = images.length;
    const hidden = await this.#split?.features.predict(images, { batchSize });
    const probabilities =
      hidden && this.#split?.head
        ? await this.#split.head.predict(hidden, { batchSize })
        : await this.network.predict(images, { batchSize });
    const values = tableOf(hidden ?? logarithms(probabilities));
    const answers = Uint8Array.from(probabilities.argmax(1).data);
    return {
      source: hidden ? 'hidden' : 'answers',
      values: values.shape[1] as number,
      points: pointsOf(values, before),
      answers,
      confidences: Float32Array.from(answers, (answer, row) => probabilities.row(row).data[answer] as number),
    };
  }

  /** Frees what was recorded. The network is another's. */
  dispose(): void {
    for (const part of [this.#split?.features, this.#split?.head]) if (part) forgetPredictions(part);
  }
}

function tableOf(values: NdArray): NdArray {
  return values.reshape(values.length, -1);
}

function logarithms({ data, shape }: NdArray): NdArray {
  return new NdArray(
    data.map((probability) => Math.log(Math.max(SMALLEST_PROBABILITY, probability))),
    shape,
  );
}

/** The values in the two directions in which they differ most, turned onto where they were, and of one size. */
function pointsOf(values: NdArray, before: Float32Array | undefined): Float32Array {
  // A layer of one number has one direction.
  const components = Math.min(2, values.shape[1] as number);
  const { points } = principalComponents(values, { components, tolerance: TOLERANCE });
  const plane = new NdArray(
    Float64Array.from({ length: 2 * values.length }, (_, at) =>
      at % 2 < components ? (points.data[(at >> 1) * components + (at % 2)] as number) : 0,
    ),
    [values.length, 2],
  );
  const turned = before ? orthogonalProcrustes(plane, new NdArray(before, plane.shape)).aligned : plane;
  const size = Math.sqrt(turned.data.reduce((sum, each) => sum + each * each, 0) / values.length);
  return Float32Array.from(turned.data, (each) => (size === 0 ? 0 : each / size));
}
