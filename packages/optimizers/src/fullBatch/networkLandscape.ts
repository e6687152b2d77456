import { Breath, type StagedTensor, stagedTensor, valueAndGradients } from '@neutype/core';
import { sizeOf } from '@neutype/ndarray';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Batch } from '../data/batch.js';
import type { BatchTensors } from '../update/batchRuns.js';
import { nothingToLearn } from '../update/nothingToLearn.js';
import type { CurvedLandscape } from './dampedNewton.js';
import type { DiagonalLandscape } from './diagonalNewton.js';
import { FlatParameters, flattened, valueAndVector } from './flatParameters.js';
import { HessianProducts } from './hessianProducts.js';
import { JacobianRows } from './jacobianRows.js';
import type { Point } from './landscape.js';
import type { ResidualLandscape } from './marquardt.js';
import type { NetworkLoss } from './networkLoss.js';
import type { RowSink } from './normalEquations.js';
import { SameBatchRuns } from './sameBatchRuns.js';
import { largest, type Vector } from './vectors.js';

/** What float32 leaves of a mean over many samples. */
const FLOAT32_ROUNDING = 2 ** -21;

/**
 * The loss of a network over all training data. Weights and gradients are held on the host in double precision, as the
 * decisions of line searches need; values and gradients are computed on the backend in float32, by one step that is
 * recorded and replayed.
 *
 * The network holds the weights of where an update began until it ends: others are in it only while a step runs, so that
 * whoever predicts meanwhile, or stops training, finds no point that was merely tried. Random masks stay the same within an
 * update, and what layers gather (running means) is gathered once, where it ends.
 */
export class NetworkLandscape implements CurvedLandscape, DiagonalLandscape, ResidualLandscape {
  readonly rounding: number = FLOAT32_ROUNDING;
  readonly #loss: NetworkLoss;
  readonly #runs: SameBatchRuns;
  readonly #rows: JacobianRows;
  readonly #breath = new Breath();
  #products: HessianProducts | undefined;
  #weights: FlatParameters;
  #gathered: FlatParameters;
  /** What was gathered before this update. */
  #before: Float32Array = new Float32Array();
  #batch: Batch | undefined;
  /** Where the last update ended, and whether the loss there may be another by now. */
  #last: Point | undefined;
  #isStale = false;
  /** The weights to evaluate, and those that are put back into the network afterwards. */
  #tried: StagedTensor;
  #held: StagedTensor;
  #from: Vector = new Float64Array();

  constructor(loss: NetworkLoss) {
    this.#loss = loss;
    this.#weights = new FlatParameters(loss.trained);
    this.#gathered = new FlatParameters(loss.gathered);
    this.#tried = stagedTensor([this.size], 'float32');
    this.#held = stagedTensor([this.size], 'float32');
    this.#rows = new JacobianRows(loss, () => this.#weights);
    this.#runs = new SameBatchRuns({
      compute: (tensors) => this.#compute(tensors),
      replayable: loss.replayable,
      externals: () => loss.externals(),
    });
  }

  get size(): number {
    return this.#weights.size;
  }

  get residuals(): number {
    return (this.#batch?.rows ?? 0) * sizeOf(this.#loss.objective.model.outputShape);
  }

  get replay(): string {
    return this.#runs.replay;
  }

  /** The data may be others now. */
  forget(): void {
    this.#isStale = true;
  }

  /**
   * Begins an update on these data.
   *
   * @returns where the network is now, and whether somebody has moved it since the last update, or has frozen some of it
   */
  async begin(batch: Batch): Promise<{ readonly from: Point; readonly wasMoved: boolean }> {
    const isOther = !this.#weights.isOf(this.#loss.trained);
    if (isOther) this.#follow();
    this.#batch = batch;
    this.#runs.take(batch);
    this.#products?.take(batch);
    this.#before = new Float32Array(await this.#gathered.read());
    const weights = await this.#weights.read();
    this.#from = weights;
    this.#held.fill((target) => target.set(weights));
    const last = this.#last;
    const isThere = last !== undefined && isSame(weights, last.weights);
    const isKnown = isThere && !this.#isStale && !this.#loss.isRandom;
    const from = isKnown ? last : await this.at(weights);
    this.#isStale = false;
    return { from, wasMoved: isOther || (last !== undefined && !isThere) };
  }

  async at(weights: Vector): Promise<Point> {
    if (this.#breath.due) await this.#breath.take();
    const rounded = new Float32Array(weights);
    const exactly = new Float64Array(rounded);
    if (!Number.isFinite(largest(exactly))) return beyondFloat32(exactly);
    const values = await this.#evaluate(rounded);
    if (this.#gathered.size > 0) this.#gathered.write(this.#before);
    return { weights: exactly, value: values[0] as number, gradient: new Float64Array(values.subarray(1)) };
  }

  /** Leaves the network at a point, with which an update ends. */
  async finish(point: Point): Promise<void> {
    const weights = new Float32Array(point.weights);
    if (this.#gathered.size > 0) await this.#evaluate(weights);
    this.#weights.write(weights);
    this.#last = point;
  }

  /** The Hessian where the update began. */
  async hessian(from: Point): Promise<Vector> {
    const hessian = new Float64Array(this.size ** 2);
    await this.#columns(from, (column, i) => hessian.set(column, i * this.size));
    return hessian;
  }

  async hessianDiagonal(from: Point): Promise<Vector> {
    const diagonal = new Float64Array(this.size);
    await this.#columns(from, (column, i) => {
      diagonal[i] = column[i] as number;
    });
    return diagonal;
  }

  async jacobian(_from: Point, sink: RowSink): Promise<void> {
    await this.#rows.each(this.#batch as Batch, sink, this.#breath);
  }

  /** Has the next evaluations compared with what is replayed. */
  recheck(): void {
    this.#runs.recheck();
    this.#products?.recheck();
    this.#rows.recheck();
  }

  dispose(): void {
    this.#runs.dispose();
    this.#products?.dispose();
    this.#rows.dispose();
    this.#tried.dispose();
    this.#held.dispose();
  }

  /** One column of the Hessian for each weight, by what it does to the direction of that weight. */
  async #columns(from: Point, take: (column: Vector, i: number) => void): Promise<void> {
    this.#products ??= new HessianProducts(this, this.#loss, this.#weights, this.#batch as Batch);
    const direction = new Float64Array(this.size);
    for (let i = 0; i < this.size; i++) {
      if (this.#breath.due) await this.#breath.take();
      direction[i] = 1;
      take(await this.#products.product(from, direction), i);
      direction[i] = 0;
    }
  }

  /** The loss and its gradient; what layers gather is gathered once more. */
  async #evaluate(weights: Float32Array): Promise<Float32Array> {
    this.#tried.fill((target) => target.set(weights));
    try {
      return await this.#runs.run(this.#breath);
    } catch (error) {
      this.#weights.write(new Float32Array(this.#from)); // a step that fails puts nothing back
      throw error;
    }
  }

  /** Takes up what is trained now. */
  #follow(): void {
    this.#weights = new FlatParameters(this.#loss.trained);
    this.#gathered = new FlatParameters(this.#loss.gathered);
    this.#products?.dispose();
    this.#products = undefined;
    for (const staged of [this.#tried, this.#held]) staged.dispose();
    this.#tried = stagedTensor([this.size], 'float32');
    this.#held = stagedTensor([this.size], 'float32');
    this.#last = undefined;
  }

  #compute(batch: BatchTensors): Tensor {
    const { parameters } = this.#weights;
    const variables = parameters.map(({ variable }) => variable);
    this.#weights.assign(this.#tried.tensor);
    const { value, gradients } = valueAndGradients(() => this.#loss.of(batch), variables);
    if (gradients.every((gradient) => gradient === undefined)) {
      throw nothingToLearn(this.#loss.objective.loss);
    }
    this.#weights.assign(this.#held.tensor);
    return valueAndVector(value, flattened(gradients, parameters));
  }
}

function isSame(a: Vector, b: Vector): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Weights that float32 cannot hold have no loss. */
function beyondFloat32(weights: Vector): Point {
  return { weights, value: Number.POSITIVE_INFINITY, gradient: new Float64Array(weights.length) };
}
