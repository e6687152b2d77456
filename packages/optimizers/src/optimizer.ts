import { Breath, type ComputeBatch, ensureBackend, type Model, predictModel } from '@neutype/core';
import { checkCount, checkOptions } from '@neutype/errors';
import { checkFit } from '@neutype/losses';
import { type ArrayInput, NdArray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { checkBatches } from './data/checkBatches.js';
import { toInputs } from './data/inputs.js';
import { suspicions, toPairs, toValidationPairs } from './data/pairs.js';
import { type History, HistoryWriter } from './history.js';
import { printOptions } from './log/printOptions.js';
import { evaluate } from './loop/evaluate.js';
import { prepare } from './loop/prepare.js';
import { runTraining } from './loop/runTraining.js';
import { TrainingControl } from './loop/trainingControl.js';
import { checkStep, type Settings } from './options/settings.js';
import { type TrainOptions, toTrainArguments } from './options/trainOptions.js';
import type { Transform } from './transforms/transform.js';
import { disposedOptimizer } from './update/batchRuns.js';
import { checkFirstOutputs } from './update/checkFirstOutputs.js';
import { Updates } from './update/updates.js';

/** What makes one algorithm of the training loop that all share. */
export interface Algorithm {
  /** As the log tells it: `Momentum`. */
  readonly name: string;
  /** What makes updates of gradients; a chain that ends in `scaleByStep()`, most often. */
  readonly transform: Transform;
  /** The learning rate where the options give none. 0.1 unless told otherwise. */
  readonly step?: number;
  /** The values of its own options, by name. None unless told otherwise. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Options of `optimizer.predict` and `optimizer.score`. */
export interface EvaluationOptions {
  /** Samples computed at a time; the optimizer's `batchSize` by default. */
  readonly batchSize?: number;
}

/** Frees what optimizers leave on the backend when nobody holds them any more. */
const ABANDONED = new FinalizationRegistry<Updates>((updates) => updates.dispose());

/**
 * Trains a network: made by `momentum`, `gradientDescent` and the like, one for each network.
 *
 * All arrays are plain data and nothing has to be freed: what an optimizer keeps on the backend goes with it. `dispose`
 * frees it at once. The network's parameters are the network's, and stay.
 */
export class Optimizer {
  readonly #settings: Settings;
  readonly #history = new HistoryWriter();
  readonly #control = new TrainingControl();
  readonly #updates: Updates;
  #isPrepared = false;

  /** The network that is trained. */
  readonly network: Model;
  /** The name of the algorithm. */
  readonly algorithm: string;

  /** Called by `createOptimizer`, which checks the options. */
  constructor(network: Model, { name, transform, options = {} }: Algorithm, settings: Settings) {
    const { loss, regularizer, seed, step } = settings;
    this.network = network;
    this.algorithm = name;
    this.#settings = settings;
    const maskKey = random(seed).split('dropout').key;
    this.#updates = new Updates({ model: network, loss, regularizer }, transform, step, maskKey);
    ABANDONED.register(this, this.#updates, this);
    this.#warn(checkFit(loss, network));
    if (settings.verbose) printOptions(name, settings, options, network.outputShape);
  }

  /** The seed in use: the `seed` option, or the one that was drawn. */
  get seed(): number {
    return this.#settings.seed;
  }

  /** The learning rate. May be changed between updates, by a signal for example. */
  get step(): number {
    return this.#updates.step;
  }

  set step(value: number) {
    checkStep(value);
    this.#updates.step = value;
  }

  /** The loss of every update and of the validation data after every epoch, as plain data. NeuPy calls it `errors`. */
  get history(): History {
    return this.#history;
  }

  /** Number of the last epoch, over all calls of `train`; 0 before any. */
  get lastEpoch(): number {
    return this.#history.epochs.length;
  }

  /** Updates made, over all calls of `train`. */
  get updatesMade(): number {
    return this.#updates.made;
  }

  /**
   * `'replayed'` where updates are replays of one that was recorded, which is fastest; `'recording'` before the first few
   * are made; or else a sentence that tells why they run operation by operation, and what to change. With `verbose` the
   * log tells it once.
   */
  get replay(): string {
    return this.#updates.replay;
  }

  /**
   * Trains the network on samples and their targets. Epochs count on from call to call.
   *
   * After each epoch the loss of the validation data `xTest` and `yTest` is taken, if they are given; they are not
   * learnt from. Training ends early, and keeps what was learnt, by `stop`, by an aborted `signal`, or when a
   * handler of the `signals` option throws `StopTraining`.
   *
   * @param x samples, `[n, ...inputShape]`, of any dtype; read batch by batch, never copied whole
   * @param y targets, `[n, ...outputShape]`
   * @returns the optimizer
   * @throws DataError, ShapeError before the first update, for data that cannot be learnt from
   * @throws NonFiniteError when the loss becomes NaN or infinite, or the last update makes a parameter so
   * @throws NeutypeError while the network is being trained already, by this optimizer or another one
   *
   * @example
   * ```ts
   * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
   * await optimizer.train(xTrain, yTrain, { epochs: 5, batchSize: 64 });
   * ```
   */
  train(x: ArrayInput, y: ArrayInput, options?: TrainOptions): Promise<this>;
  train(
    x: ArrayInput,
    y: ArrayInput,
    xTest: ArrayInput | undefined,
    yTest: ArrayInput | undefined,
    options?: TrainOptions,
  ): Promise<this>;
  async train(
    x: ArrayInput,
    y: ArrayInput,
    ...rest: [(ArrayInput | TrainOptions)?, ArrayInput?, TrainOptions?]
  ): Promise<this> {
    const { xTest, yTest, epochs, lastBatch, signal, ...options } = toTrainArguments(rest);
    const demands = { model: this.network, loss: this.#settings.loss };
    const train = toPairs(demands, [x, y], ['xTrain', 'yTrain']);
    const valid = toValidationPairs(demands, xTest, yTest);
    const batchSize = this.#rowsPerBatch(options.batchSize, train.x.count);
    const dropped = lastBatch === 'drop' ? train.x.count % batchSize : 0;
    const samplesPerEpoch = train.x.count - dropped;
    checkBatches(this.network, { samples: samplesPerEpoch, batchSize });
    for (const suspicion of suspicions(train, valid)) this.#settings.reporter.warn(suspicion);
    const end = this.#control.begin(this.network, signal);
    try {
      await ensureBackend();
      this.#updates.requireRoom(batchSize);
      await this.#prepareOnce();
      if (this.updatesMade === 0) this.#warn(await checkFirstOutputs(demands, train.x, batchSize));
      await runTraining({
        optimizer: this,
        settings: this.#settings,
        train,
        valid,
        epochs,
        batchSize,
        samplesPerEpoch,
        updates: this.#updates,
        history: this.#history,
        shuffling: random(this.seed).split('shuffle'),
        control: this.#control,
        breath: new Breath(),
      });
    } finally {
      end();
      await this.#moveIfAsked();
    }
    return this;
  }

  /** The same as `train`, by the name that scikit-learn and Keras have for it. */
  readonly fit: Optimizer['train'] = this.train;

  /**
   * The network's output for samples.
   *
   * @param x `[n, ...inputShape]`, or a single sample `[...inputShape]`
   * @returns `[n, ...outputShape]`
   * @throws DataError, ShapeError for data that do not fit, NaN and infinity included
   *
   * @example
   * ```ts
   * const classes = (await optimizer.predict(xTest)).argmax(1);
   * ```
   */
  async predict(x: ArrayInput, options: EvaluationOptions = {}): Promise<NdArray> {
    checkOptions('predict', options, ['batchSize']);
    const { batchSize = this.#settings.batchSize ?? 128 } = options;
    checkCount('predict, batchSize', batchSize);
    const { data, count } = toInputs(x, this.network.inputShape, 'predict, x');
    const compute: ComputeBatch = async (batch) => {
      await this.#prepareOnce();
      return this.#updates.output.run(batch).data<'float32'>();
    };
    const outputs = await predictModel(this.network, data, { batchSize, compute });
    return new NdArray(outputs, [count, ...this.network.outputShape]);
  }

  /**
   * The mean loss over samples, without the regularizer, in the mode of prediction. (A loss, not an accuracy.)
   *
   * @throws DataError, ShapeError for data that do not fit
   */
  async score(x: ArrayInput, y: ArrayInput, options: EvaluationOptions = {}): Promise<number> {
    checkOptions('score', options, ['batchSize']);
    const { batchSize } = options;
    if (batchSize !== undefined) checkCount('score, batchSize', batchSize);
    const demands = { model: this.network, loss: this.#settings.loss };
    const pairs = toPairs(demands, [x, y], ['x', 'y']);
    await this.#prepareOnce();
    return evaluate(this.#updates.loss, pairs, this.#rowsPerBatch(batchSize, pairs.x.count), new Breath());
  }

  /** Ends training after the current batch; what was learnt is kept. Does nothing while nothing is trained. */
  stop(message = 'stopped on request'): void {
    if (this.#control.isTraining) this.#control.stop.raise(message);
  }

  /**
   * Goes on, on another backend, with the same weights and the same memory of past gradients. While training, the
   * move is made after the current update, or at once where a signal's handler waits for it.
   *
   * @throws BackendUnavailableError if that backend cannot run here; training then stays where it is
   */
  async moveToBackend(backend: string): Promise<void> {
    const moved = this.#control.backendSwitch.request(backend);
    if (!this.#control.isTraining) await this.#moveIfAsked();
    await moved;
  }

  /**
   * Frees what training keeps on the backend; training that goes on ends. The network and the history stay, but the
   * optimizer trains and predicts no more.
   */
  dispose(): void {
    this.#control.dispose();
    ABANDONED.unregister(this);
    this.#updates.dispose();
  }

  #warn(doubt: string | undefined): void {
    if (doubt !== undefined) this.#settings.reporter.warn(doubt);
  }

  async #prepareOnce(): Promise<void> {
    if (this.#control.isDisposed) throw disposedOptimizer(`the optimizer ${this.algorithm}`);
    if (this.#isPrepared) return;
    await prepare(this.network, this.#settings);
    this.#isPrepared = true;
  }

  #moveIfAsked(): Promise<void> {
    return this.#control.backendSwitch.perform((backend) => this.#updates.moveTo(backend));
  }

  #rowsPerBatch(override: number | null | undefined, count: number): number {
    const batchSize = override === undefined ? this.#settings.batchSize : override;
    return Math.min(batchSize ?? count, count);
  }
}
