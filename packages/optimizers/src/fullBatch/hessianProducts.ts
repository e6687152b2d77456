import { Breath, type StagedTensor, stagedTensor, valueAndGradients } from '@neutype/core';
import { DisposedError } from '@neutype/errors';
import { addN, mul, type Scalar, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { Batch } from '../data/batch.js';
import { type FlatParameters, flattened, valueAndVector } from './flatParameters.js';
import type { Landscape, Point } from './landscape.js';
import type { NetworkLoss } from './networkLoss.js';
import { SameBatchRuns } from './sameBatchRuns.js';
import { difference, moved, norm, scaled, type Vector } from './vectors.js';

/** How far weights are moved for central differences: about the cube root of float32's precision. */
const WIDTH = 2 ** -8;
/** What central differences may be off by, relative to the product, where a kink or two lies between them. */
const DISAGREEMENT = 0.3;

/**
 * Products of the Hessian of a network's loss and directions.
 *
 * They are exact, by differentiating twice, where that agrees with central differences of the gradient, which is looked at
 * once: a layer may compute with operations that cannot be differentiated twice. There they are central differences.
 */
export class HessianProducts {
  readonly #landscape: Landscape;
  readonly #weights: FlatParameters;
  readonly #direction: StagedTensor;
  readonly #runs: SameBatchRuns;
  readonly #breath = new Breath();
  #isExact: boolean | undefined;

  constructor(landscape: Landscape, loss: NetworkLoss, weights: FlatParameters, batch: Batch) {
    this.#landscape = landscape;
    this.#weights = weights;
    this.#direction = stagedTensor([weights.size], 'float32');
    this.#runs = new SameBatchRuns({
      compute: (tensors) => this.#compute(() => loss.of(tensors)),
      replayable: loss.replayable,
      externals: () => loss.externals(),
    });
    this.take(batch);
  }

  /** Takes a batch for the products that follow. */
  take(batch: Batch): void {
    this.#runs.take(batch);
  }

  /** H · direction, where the network is. */
  async product(from: Point, direction: Vector): Promise<Vector> {
    this.#isExact ??= await this.#agree(from);
    return this.#isExact ? this.#exact(direction) : this.#differences(from, direction);
  }

  recheck(): void {
    this.#runs.recheck();
  }

  dispose(): void {
    this.#runs.dispose();
    this.#direction.dispose();
  }

  async #agree(from: Point): Promise<boolean> {
    // Any direction without a pattern that the network might share.
    const direction = from.weights.map((_, i) => (Math.sin(i * i + 1) < 0 ? -1 : 1));
    const differences = await this.#differences(from, direction);
    try {
      const exact = await this.#exact(direction);
      return norm(difference(exact, differences)) <= DISAGREEMENT * norm(differences) + 1e-6;
    } catch (error) {
      if (error instanceof DisposedError) throw error;
      return false;
    }
  }

  async #exact(direction: Vector): Promise<Vector> {
    this.#direction.fill((target) => target.set(direction));
    const values = await this.#runs.run(this.#breath);
    return new Float64Array(values.subarray(1));
  }

  async #differences({ weights }: Point, direction: Vector): Promise<Vector> {
    const above = await this.#landscape.at(moved(weights, WIDTH, direction));
    const below = await this.#landscape.at(moved(weights, -WIDTH, direction));
    return scaled(1 / (2 * WIDTH), difference(above.gradient, below.gradient));
  }

  #compute(loss: () => Scalar): Tensor {
    const { parameters } = this.#weights;
    const variables = parameters.map(({ variable }) => variable);
    const directions = this.#weights.part(this.#direction.tensor);
    const { value, gradients } = valueAndGradients(() => {
      const { gradients: slopes } = valueAndGradients(loss, variables);
      return addN(slopes.map((slope, i) => sum(mul(slope ?? 0, directions[i] as Tensor)))) as Scalar;
    }, variables);
    return valueAndVector(value, flattened(gradients, parameters));
  }
}
