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
 * Within one update random masks stay the same, and what layers gather (running means) is gathered once, where the update
 * ends.
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
  /** The weights to evaluate next: a step puts them into the network. */
  #staged: StagedTensor;
  /** The weights that are in the network. */
  #placed: Vector | undefined;

  constructor(loss: NetworkLoss) {
    this.#loss = loss;
    this.#weights = new FlatParameters(loss.trained);
    this.#gathered = new FlatParameters(loss.gathered);
    this.#staged = stagedTensor([this.size], 'float32');
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
    this.#placed = weights;
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
    if (this.#gathered.size > 0) this.#gathered.write(this.#before);
    this.#staged.fill((target) => target.set(rounded));
    this.#placed = exactly;
    const values = await this.#runs.run();
    return { weights: exactly, value: values[0] as number, gradient: new Float64Array(values.subarray(1)) };
  }

  /** Leaves the network at a point, with which an update ends. */
  async finish(point: Point): Promise<void> {
    if (this.#gathered.size > 0) await this.at(point.weights);
    this.#place(point);
    this.#last = point;
  }

  async hessian(point: Point): Promise<Vector> {
    const hessian = new Float64Array(this.size ** 2);
    await this.#columns(point, (column, i) => hessian.set(column, i * this.size));
    return hessian;
  }

  async hessianDiagonal(point: Point): Promise<Vector> {
    const diagonal = new Float64Array(this.size);
    await this.#columns(point, (column, i) => {
      diagonal[i] = column[i] as number;
    });
    return diagonal;
  }

  async jacobian(point: Point, sink: RowSink): Promise<void> {
    this.#place(point);
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
    this.#staged.dispose();
  }

  /** One column of the Hessian for each weight, by what it does to the direction of that weight. */
  async #columns(point: Point, take: (column: Vector, i: number) => void): Promise<void> {
    this.#products ??= new HessianProducts(this, this.#loss, this.#weights, this.#batch as Batch);
    const place = (): void => this.#place(point);
    const direction = new Float64Array(this.size);
    for (let i = 0; i < this.size; i++) {
      if (this.#breath.due) await this.#breath.take();
      direction[i] = 1;
      take(await this.#products.product(point, direction, place), i);
      direction[i] = 0;
    }
  }

  /** Puts the weights of a point into the network, unless they are there. */
  #place({ weights }: Point): void {
    if (this.#placed && isSame(this.#placed, weights)) return;
    this.#weights.write(new Float32Array(weights));
    this.#placed = weights;
  }

  /** Takes up what is trained now. */
  #follow(): void {
    this.#weights = new FlatParameters(this.#loss.trained);
    this.#gathered = new FlatParameters(this.#loss.gathered);
    this.#products?.dispose();
    this.#products = undefined;
    this.#staged.dispose();
    this.#staged = stagedTensor([this.size], 'float32');
    this.#last = undefined;
  }

  #compute(batch: BatchTensors): Tensor {
    const { parameters } = this.#weights;
    const variables = parameters.map(({ variable }) => variable);
    for (const [i, part] of this.#weights.part(this.#staged.tensor).entries()) variables[i]?.assign(part);
    const { value, gradients } = valueAndGradients(() => this.#loss.of(batch), variables);
    if (gradients.every((gradient) => gradient === undefined)) {
      throw nothingToLearn(this.#loss.objective.loss);
    }
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
