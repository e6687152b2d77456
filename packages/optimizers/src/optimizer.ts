import { Breath, ensureBackend, type Model, type Parameter } from '@neutype/core';
import { checkCount, checkFlag, checkOptions, OptionError } from '@neutype/errors';
import { checkFit } from '@neutype/losses';
import type { ArrayInput, NdArray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { Keeper } from './checkpoint/keeper.js';
import { epochsLeft, type Found, printResumed, restore } from './checkpoint/resume.js';
import { ArrayData } from './data/arrayData.js';
import { toInputs, toNamedInputs } from './data/inputs.js';
import type { Data, NamedArrays } from './data/namedArrays.js';
import { toPairs } from './data/pairs.js';
import { type InputPort, type Ports, portsOf } from './data/ports.js';
import type { Samples } from './data/samples.js';
import type { BatchSource } from './data/sources.js';
import { doubtsAbout } from './data/suspicions.js';
import { checkLargeArrays, type TrainingData, toTrainingData } from './data/trainingData.js';
import { withWeights } from './data/weights.js';
import { FullBatchUpdates } from './fullBatch/fullBatchUpdates.js';
import type { FullBatchMethod } from './fullBatch/method.js';
import type { MinimizerState } from './fullBatch/minimizer.js';
import { type EpochRecord, type History, HistoryWriter } from './history.js';
import { optionsInCode, printOptions } from './log/printOptions.js';
import { evaluate } from './loop/evaluate.js';
import { predictSamples } from './loop/predictSamples.js';
import { prepare } from './loop/prepare.js';
import { runTraining } from './loop/runTraining.js';
import { TrainingControl } from './loop/trainingControl.js';
import { hasStep, withoutStep } from './options/fullBatchOptions.js';
import { headsOf } from './options/losses.js';
import { type FollowedMetric, followedMetrics } from './options/metrics.js';
import { checkStep, type Settings } from './options/settings.js';
import { type TrainArguments, type TrainOptions, toTrainArguments } from './options/trainOptions.js';
import { Pace } from './schedules/pace.js';
import type { Schedule, ScheduleMemory } from './schedules/schedule.js';
import { aroundAlgorithm } from './transforms/aroundAlgorithm.js';
import type { Transform } from './transforms/transform.js';
import { disposedOptimizer } from './update/batchRuns.js';
import { checkFirstOutputs } from './update/checkFirstOutputs.js';
import type { EvaluationRuns } from './update/evaluation.js';
import { refreshStatistics } from './update/refreshStatistics.js';
import type { Updater } from './update/updater.js';
import { type MaskKey, Updates } from './update/updates.js';

/** What algorithms have, whatever their updates are made of. */
export interface AlgorithmBase {
  /** As the log tells it: `Momentum`. */
  readonly name: string;
  /** The learning rate where the options give none. 0.1 unless told otherwise. */
  readonly step?: number;
  /** Samples an update where the options tell none; `null` for all of them. 128 unless told otherwise. */
  readonly batchSize?: number | null;
  /** What to do where training diverges, as the end of a sentence. To take a smaller step, unless told otherwise. */
  readonly remedy?: string;
  /** The values of its own options, by name. None unless told otherwise. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** An algorithm that makes its updates of gradients. */
export interface TransformAlgorithm extends AlgorithmBase {
  /** What makes updates of gradients; a chain that ends in `scaleByStep()`, most often. */
  readonly transform: Transform;
}

/** An algorithm that looks at the loss itself, on all training data, at more points than one for each update. */
export interface FullBatchAlgorithm extends AlgorithmBase {
  readonly fullBatch: FullBatchMethod;
}

/** What makes one algorithm of the training loop that all share. */
export type Algorithm = TransformAlgorithm | FullBatchAlgorithm;

/** Options of `optimizer.predict`. */
export interface EvaluationOptions {
  /** Samples computed at a time; the optimizer's `batchSize` by default. */
  readonly batchSize?: number;
  /**
   * Computes with averaged weights, for which the optimizer needs the option `average`. Where nothing was averaged yet,
   * these are the weights. `false`.
   */
  readonly averaged?: boolean;
}

/** Options of `optimizer.score`. */
export interface ScoreOptions extends EvaluationOptions {
  /** What each sample counts, from 0. The same for all. */
  readonly sampleWeight?: ArrayInput;
}

/**
 * Another optimizer for the same network, of the same algorithm and with the same settings but for some, that has made no
 * updates and remembers nothing.
 */
export let twinOf: (optimizer: Optimizer, changes: Partial<Settings>) => Optimizer;

/** Frees what optimizers leave on the backend when nobody holds them any more. */
const ABANDONED = new FinalizationRegistry<Updater>((updates) => updates.dispose());

/**
 * Trains a network: made by `momentum`, `gradientDescent` and the like, one for each network.
 *
 * All arrays are plain data and nothing has to be freed: what an optimizer keeps on the backend goes with it. `dispose`
 * frees it at once. The network's parameters are the network's, and stay.
 */
export class Optimizer {
  #settings: Settings;
  readonly #algorithm: Algorithm;
  readonly #history = new HistoryWriter();
  readonly #control = new TrainingControl();
  readonly #updates: Updater;
  readonly #pace = new Pace();
  readonly #ports: Ports;
  readonly #metrics: readonly FollowedMetric[];
  #isPrepared = false;

  static {
    twinOf = (optimizer, changes) => {
      if (changes.step !== undefined && !hasStep(optimizer.#algorithm))
        throw withoutStep(optimizer.algorithm);
      return new Optimizer(optimizer.network, optimizer.#algorithm, { ...optimizer.#settings, ...changes });
    };
  }

  /** The network that is trained. */
  readonly network: Model;
  /** The name of the algorithm. */
  readonly algorithm: string;

  /** Called by `createOptimizer`, which checks the options. */
  constructor(network: Model, algorithm: Algorithm, settings: Settings) {
    const { loss, regularizer, step } = settings;
    this.network = network;
    this.algorithm = algorithm.name;
    this.#settings = settings;
    this.#algorithm = algorithm;
    const heads = headsOf(network, settings);
    this.#ports = portsOf(network, loss, heads);
    this.#metrics = followedMetrics(settings.metrics, network);
    const rate = this.#pace.follow(step, { update: 0, epoch: 0 });
    const objective = { model: network, loss, heads, regularizer };
    const maskKey = this.#maskKeyOf('dropout');
    this.#updates =
      'fullBatch' in algorithm
        ? new FullBatchUpdates(objective, algorithm, rate, maskKey)
        : new Updates(objective, {
            transform: aroundAlgorithm(algorithm.transform, settings),
            step: rate,
            maskKey,
            accumulate: settings.accumulate,
            average: settings.average,
            remedy: algorithm.remedy,
          });
    ABANDONED.register(this, this.#updates, this);
    for (const head of heads ?? [{ loss, end: network }]) this.#warn(checkFit(head.loss, head.end));
    if (settings.verbose) printOptions(algorithm, settings, this.#ports.outputs);
  }

  /** The seed in use: the `seed` option, or the one that was drawn. */
  get seed(): number {
    return this.#settings.seed;
  }

  /**
   * The learning rate: of the last update, or of the first before there were any. May be set between updates, by a signal
   * for example, to a number or a schedule, which takes the place of a schedule in force: a number then stays.
   * It is 1, and cannot be set, where the algorithm finds out itself how far to go.
   */
  get step(): number {
    return this.#updates.step;
  }

  set step(value: number | Schedule) {
    checkStep(value);
    if (!hasStep(this.#algorithm)) throw withoutStep(this.algorithm);
    this.#updates.step = this.#pace.follow(value, { update: this.updatesMade, epoch: this.lastEpoch });
  }

  /**
   * What a schedule that reacts to training remembers, as plain data for checkpoints: written back to an optimizer with the
   * same schedule, it goes on from there. Undefined where there is nothing to remember. Gone when `step` is set.
   */
  get stepMemory(): ScheduleMemory | undefined {
    return this.#pace.memory;
  }

  set stepMemory(memory: ScheduleMemory | undefined) {
    this.#pace.memory = memory;
  }

  /**
   * What a full-batch method remembers (moves, an estimate of the Hessian, its damping), as plain data by name for
   * checkpoints: written back to an optimizer of the same method, with the weights of then, it goes on from there. Undefined
   * for all other algorithms, whose memory is in `state`.
   *
   * @throws OptionError for what another method has remembered
   */
  get methodMemory(): MinimizerState | undefined {
    return this.#updates.memory;
  }

  set methodMemory(memory: MinimizerState | undefined) {
    if (memory !== undefined) this.#updates.memory = memory;
  }

  /** All options and their values as one would write them in code, those that were not given included; functions by name. */
  get options(): Readonly<Record<string, string>> {
    return optionsInCode(this.#algorithm, this.#settings);
  }

  /**
   * What the algorithm remembers, of each parameter and beside: velocities and the like, by unique names such as
   * `relu-1.weight/momentum/velocity`. They are made with the first update; may be read and written between updates.
   */
  get state(): readonly Parameter[] {
    return this.#updates.state;
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
   * @throws OptionError where checkpoints are of another training, or are there and `resume` is not given
   * @throws FileError for a directory of checkpoints that cannot be used
   *
   * @example
   * ```ts
   * await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 10 });
   * await optimizer.train(xTrain, yTrain, { epochs: 5, batchSize: 64 });
   * await optimizer.train(xTrain, yTrain, { epochs: 20, checkpoint: 'runs/digits', resume: true });
   * ```
   */
  train(source: BatchSource, options?: TrainOptions): Promise<this>;
  train(x: Data, y: Data, options?: TrainOptions): Promise<this>;
  train(
    x: Data,
    y: Data,
    xTest: Data | undefined,
    yTest: Data | undefined,
    options?: TrainOptions,
  ): Promise<this>;
  async train(...given: readonly unknown[]): Promise<this> {
    for await (const _ of this.#epochs(given));
    return this;
  }

  /**
   * Trains as `train` does, and stands still after each epoch, until the next one is asked for. Leaving the loop ends
   * training, and keeps what was learnt. In between the optimizer may predict, take scores, be given another step and move
   * to another backend.
   *
   * @returns the record of each epoch, when it is done
   * @throws what `train` throws, when the first epoch is asked for or in whichever it happens
   *
   * @example
   * ```ts
   * for await (const { epoch, valid = Infinity } of optimizer.epochs(xTrain, yTrain, xTest, yTest, { epochs: 100 })) {
   *   console.log(epoch, valid);
   *   if (valid < 0.05) break;
   * }
   * ```
   */
  epochs(source: BatchSource, options?: TrainOptions): AsyncGenerator<EpochRecord, void>;
  epochs(x: Data, y: Data, options?: TrainOptions): AsyncGenerator<EpochRecord, void>;
  epochs(
    x: Data,
    y: Data,
    xTest: Data | undefined,
    yTest: Data | undefined,
    options?: TrainOptions,
  ): AsyncGenerator<EpochRecord, void>;
  epochs(...given: readonly unknown[]): AsyncGenerator<EpochRecord, void> {
    return this.#epochs(given);
  }

  /** The same as `train`, by the name that scikit-learn and Keras have for it. */
  readonly fit: Optimizer['train'] = this.train;

  /**
   * The network's output for samples.
   *
   * @param x `[n, ...inputShape]`, or a single sample `[...inputShape]`
   * @returns `[n, ...outputShape]`; of several outputs such arrays by name, which the type says where `x` is by name too
   * @throws DataError, ShapeError for data that do not fit, NaN and infinity included
   *
   * @example
   * ```ts
   * const classes = (await optimizer.predict(xTest)).argmax(1);
   * ```
   */
  predict(x: NamedArrays, options?: EvaluationOptions): Promise<Readonly<Record<string, NdArray>>>;
  predict(x: ArrayInput, options?: EvaluationOptions): Promise<NdArray>;
  async predict(
    x: Data,
    options: EvaluationOptions = {},
  ): Promise<NdArray | Readonly<Record<string, NdArray>>> {
    checkOptions('predict', options, ['averaged', 'batchSize']);
    const { batchSize = this.#settings.batchSize ?? 128, averaged = false } = options;
    checkCount('predict, batchSize', batchSize);
    const { output } = this.#evaluationRuns('predict', averaged);
    const inputs = this.#toInputs(x, 'predict, x');
    const predicting = { batchSize, prepare: () => this.#prepareOnce() };
    const outputs = await predictSamples(output, inputs, this.#ports.outputs, predicting);
    if (!this.network.ports) return outputs[0] as NdArray;
    return Object.fromEntries(
      this.#ports.outputs.map(({ name = '' }, index) => [name, outputs[index] as NdArray]),
    );
  }

  /**
   * The mean loss over samples, without the regularizer, in the mode of prediction; with `sampleWeight` the weighted mean.
   * (A loss, not an accuracy.)
   *
   * @throws DataError, ShapeError for data that do not fit
   */
  async score(x: Data, y: Data, options: ScoreOptions = {}): Promise<number> {
    checkOptions('score', options, ['averaged', 'batchSize', 'sampleWeight']);
    const { batchSize = this.#settings.batchSize, averaged = false, sampleWeight } = options;
    if (batchSize !== null) checkCount('score, batchSize', batchSize);
    const runs = this.#evaluationRuns('score', averaged);
    const pairs = withWeights(toPairs(this.#ports, [x, y], ['x', 'y']), sampleWeight, 'option sampleWeight');
    await this.#prepareOnce();
    const data = new ArrayData(pairs, { batchSize: batchSize ?? pairs.count });
    return (await evaluate(runs.loss, data, this.lastEpoch, { breath: new Breath() })) as number;
  }

  /**
   * Puts averaged weights into the network for good. Parameters of which no mean was taken stay as they are. A network with
   * batch normalization may need `refreshStatistics` then.
   *
   * @throws OptionError where the optimizer does not have the option `average`
   */
  async applyAverages(): Promise<void> {
    const { averages } = this.#updates;
    if (averages === undefined) throw withoutAverages('applyAverages');
    await this.#prepareOnce();
    averages.apply();
  }

  /**
   * Takes the running statistics of batch normalization anew, over all samples, with the weights that the network has: for
   * weights that were not trained but averaged, as PyTorch's `update_bn` is. Dropout drops as in training.
   *
   * @param x `[n, ...inputShape]`, most often all training samples
   * @throws DataError, ShapeError for data that do not fit, or too few of them
   */
  async refreshStatistics(x: Data, options: Pick<EvaluationOptions, 'batchSize'> = {}): Promise<void> {
    checkOptions('refreshStatistics', options, ['batchSize']);
    const { batchSize = this.#settings.batchSize ?? 128 } = options;
    checkCount('refreshStatistics, batchSize', batchSize);
    const inputs = this.#toInputs(x, 'refreshStatistics, x');
    await this.#prepareOnce();
    await refreshStatistics(this.network, inputs, { batchSize, maskKey: this.#maskKeyOf('statistics') });
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
    if (!this.#control.isTraining || this.#control.isPaused) await this.#moveIfAsked();
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

  /** Samples without targets; a single one where a network has one input. */
  #toInputs(x: Data, where: string): readonly Samples[] {
    if (!this.network.ports) return [toInputs(x as ArrayInput, this.#ports.inputs[0] as InputPort, where)];
    return toNamedInputs(this.#ports, x, where);
  }

  #evaluationRuns(where: string, averaged: boolean): EvaluationRuns {
    checkFlag(`${where}, option averaged`, averaged);
    if (!averaged) return this.#updates.evaluation;
    if (this.#updates.averaged === undefined) throw withoutAverages(`${where}, option averaged`);
    return this.#updates.averaged;
  }

  #maskKeyOf(purpose: string): MaskKey {
    return random(this.seed).split(purpose).key;
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

  /** @throws OptionError, DataError, ShapeError for data that the algorithm cannot learn from */
  #dataOf(given: TrainArguments): TrainingData {
    const learner = { model: this.network, ports: this.#ports, settings: this.#settings };
    const data = toTrainingData(given, learner);
    this.#updates.begin?.(data.train);
    this.#pace.check({ isValidated: data.valid !== undefined, metrics: this.#metrics });
    return data;
  }

  /** A seed that was drawn gives way to that of the training that is resumed. */
  #takeSeedOf(read: Pick<Found, 'state'> | undefined): boolean {
    if (!read || this.#settings.isSeeded) return false;
    this.#settings = { ...this.#settings, seed: read.state.seed };
    return true;
  }

  async *#epochs(given: readonly unknown[]): AsyncGenerator<EpochRecord, void> {
    const called = toTrainArguments(given);
    const first = this.#dataOf(called);
    const end = this.#control.begin(this.network, called.signal);
    let keeper: Keeper | undefined;
    try {
      const { checkpoint, resume } = called;
      if (checkpoint !== undefined) keeper = new Keeper(checkpoint, this.#settings.reporter);
      const breath = new Breath();
      const read = await keeper?.open(resume);
      const { train, valid } = this.#takeSeedOf(read) ? this.#dataOf(called) : first;
      const settings = this.#settings;
      keeper?.check({ isValidated: valid !== undefined, metrics: this.#metrics });
      await checkLargeArrays({ train, valid }, breath);
      for (const doubt of doubtsAbout({ train, valid }, settings)) settings.reporter.warn(doubt);
      await ensureBackend();
      if (train.batchSize !== undefined) this.#updates.requireRoom(train.batchSize);
      await this.#prepareOnce();
      const ingredients = {
        optimizer: this,
        signals: settings.signals,
        given: called,
        data: { train, valid },
      };
      const { checkpoints, found } = (await keeper?.begin(ingredients, breath)) ?? {};
      const run = {
        optimizer: this,
        settings,
        train,
        valid,
        metrics: this.#metrics,
        updates: this.#updates,
        pace: this.#pace,
        history: this.#history,
        control: this.#control,
        breath,
        maskKey: this.#maskKeyOf('dropout'),
        found,
        checkpoints,
      };
      const progress = found && restore(run, found);
      if (found) printResumed(run, found);
      const epochs = resume ? epochsLeft(run, called.epochs) : called.epochs;
      if (train.arrays && this.updatesMade === 0) {
        const objective = { model: this.network, loss: settings.loss };
        this.#warn(await checkFirstOutputs(objective, train.arrays.inputs, train.batchSize as number));
      }
      yield* runTraining({ ...run, epochs }, progress);
    } finally {
      end();
      await keeper?.close();
      await this.#moveIfAsked();
    }
  }
}

function withoutAverages(where: string): OptionError {
  return new OptionError({
    where,
    expected: 'an optimizer with the option average',
    received: 'one that keeps no averages',
    remedy: 'Make it with average: ema({ decay: 0.999 }), for example.',
  });
}
