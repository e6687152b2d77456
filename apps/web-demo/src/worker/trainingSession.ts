import { currentBackend, describeBackend } from '@neutype/core';
import { DatasetError } from '@neutype/datasets';
import { type NdArray, sizeOf } from '@neutype/ndarray';
import type { Optimizer, Signal } from '@neutype/optimizers';
import type { CheckedLine, Phase, Report, Request } from '../shared/protocol.js';
import { type BackendName, backendTitles, type DatasetName, type Settings } from '../shared/settings.js';
import { columnsOf, plainColumn } from './activity/columns.js';
import { type Architecture, readArchitecture } from './architecture/buildNetwork.js';
import { activateBackend, fetchBackend } from './backends.js';
import { DigitStore, type DigitsWanted } from './digits/digitStore.js';
import type { Digits } from './digits/digits.js';
import { failureOf } from './failure.js';
import { NetworkOnShow } from './networkOnShow.js';
import { PauseGate } from './pauseGate.js';
import type { Trained } from './predictDrawing.js';
import type { ProgressReports } from './progressReports.js';
import { ShippedNetwork } from './shippedNetwork.js';
import { trainingTools } from './trainingTools.js';
import { networkFromFile } from './weights/weightFile.js';

/** How often the page is shown, in milliseconds, how a network that is trained changes. */
const LOOK_EVERY = 200;

/** What is said where generated digits are taken instead. */
const OUT_OF_REACH: Readonly<Record<Exclude<DatasetName, 'synthetic'>, string>> = {
  mnist:
    'MNIST could not be fetched, so these are generated digits. To use MNIST, drop its four files onto this page.',
  own: 'Your own images are gone, so these are generated digits. Drop the images onto this page again.',
};

type Start = Extract<Request, { type: 'start' }>;
type Import = Extract<Request, { type: 'importWeights' }>;
type Export = Extract<Request, { type: 'exportWeights' }>;
type Measure = Extract<Request, { type: 'measureBackends' }>;

/** The worker's side of the page: one network at a time, trained on request. */
export class TrainingSession {
  readonly #report: (report: Report) => void;
  readonly #digits: DigitStore;
  readonly #gate = new PauseGate();
  readonly #onShow: NetworkOnShow;
  /** Ends what is going on; there is one only while something is. */
  #stopping: AbortController | undefined;
  #optimizer: Optimizer | undefined;
  #trained: Trained | undefined;
  #shipped: ShippedNetwork | undefined;
  #backendWanted: BackendName | undefined;

  constructor(report: (report: Report) => void, digits: DigitStore = new DigitStore()) {
    this.#report = report;
    this.#digits = digits;
    this.#onShow = new NetworkOnShow(report, {
      // Measuring changes backends under whatever else is computed.
      isFree: () => this.#stopping === undefined || this.#optimizer !== undefined,
      isDigit: async (image) => (await this.#shipped?.isDigit(image)) ?? true,
    });
  }

  async handle(request: Request): Promise<void> {
    try {
      await this.#answer(request);
    } catch (error) {
      this.#report(failureOf(error));
    }
  }

  async #answer(request: Request): Promise<void> {
    switch (request.type) {
      case 'check':
        return this.#report({ type: 'architecture', checked: checkedLine(request.line) });
      case 'start':
        return this.#alone((signal) => this.#train(request, signal));
      case 'useMnist':
      case 'useOwnImages':
      case 'showSamples':
        return (await trainingTools()).answerDigitsRequest(request, this.#digits, this.#report);
      case 'measureBackends':
        return this.#alone((signal) => this.#measure(request, signal));
      case 'openShipped':
        return this.#openShipped(request.file);
      case 'importWeights':
        return this.#alone((signal) => this.#import(request, signal));
      case 'pause':
        if (!this.#optimizer) return;
        this.#gate.close();
        return this.#phase('paused', 'Paused.');
      case 'resume':
        if (!this.#optimizer) return;
        this.#gate.open();
        return this.#phase('training', 'Training.');
      case 'step':
        return this.#gate.letOneThrough();
      case 'changeStep':
        return this.#changeStep(request.settings);
      case 'stop':
        this.#stopping?.abort();
        return this.#gate.open();
      case 'switchBackend':
        return this.#switchBackend(request.backend);
      case 'look':
        return this.#onShow.look(request.drawing);
      case 'room':
        return this.#onShow.fitPicture(request.room);
      case 'wander':
        return this.#onShow.wander();
      case 'unit':
        return this.#onShow.tellOfUnit(request.name);
      case 'exportWeights':
        return this.#export(request);
      case 'wantCloud':
        return this.#onShow.wantCloud(request.isWanted);
      case 'lookAtEpoch':
        return this.#onShow.lookAtEpoch(request.epoch);
      case 'goOnFromHere':
        return this.#alone(() => this.#goOnFromHere());
    }
  }

  /** Does what cannot be done while something like it goes on; afterwards the page is idle again. */
  async #alone(work: (signal: AbortSignal) => Promise<string>): Promise<void> {
    if (this.#stopping) throw new Error('Something else is going on: stop it, or wait for its end.');
    const stopping = new AbortController();
    this.#stopping = stopping;
    let message = 'Stopped.';
    try {
      message = await work(stopping.signal);
    } catch (error) {
      if (!stopping.signal.aborted) {
        message = 'That did not work out.';
        this.#report(failureOf(error));
      }
    } finally {
      this.#stopping = undefined;
    }
    this.#phase(this.#trained ? 'finished' : 'idle', message);
    await this.#useShippedIfNone();
    await this.#onShow.again();
  }

  async #openShipped(file: Uint8Array): Promise<void> {
    this.#shipped = await ShippedNetwork.open(file);
    if (!this.#stopping) await this.#useShippedIfNone();
  }

  async #useShippedIfNone(): Promise<void> {
    if (this.#trained || !this.#shipped) return;
    if (currentBackend() === undefined) await activateBackend('cpu');
    this.#use(this.#shipped.trained);
    await this.#onShow.show('network');
  }

  async #train({ settings, site, keepWeights }: Start, signal: AbortSignal): Promise<string> {
    this.#phase(
      'preparing',
      settings.dataset === 'synthetic' ? 'Drawing the digits…' : 'Loading the digits…',
    );
    const kept = keepWeights ? await this.#own() : undefined;
    if (kept && kept.architecture !== settings.architecture) {
      throw new Error('The network was changed: its weights cannot be trained on.');
    }
    const { network, problem }: Architecture = kept
      ? { network: kept.network }
      : readArchitecture(settings.architecture);
    if (!network) throw new Error(problem);
    const digits = await this.#digitsWithinReach({ settings, site }, signal, kept?.mean);
    (await trainingTools()).showSamples(digits.dataset, this.#digits, this.#report);
    await this.#activate(settings.backend);
    signal.throwIfAborted();
    const trained = kept ?? { network, mean: digits.mean, architecture: settings.architecture };
    this.#use(trained, digits);
    const { how, isOfLastEpoch } = await this.#runUpdates(trained, settings, digits, signal);
    this.#phase('preparing', 'Looking at the mistakes…');
    await this.#onShow.show('network');
    const known = isOfLastEpoch ? this.#onShow.results : undefined;
    const results = known ?? (await this.#onShow.findResults(trained, digits));
    return `${how}: ${(100 * results.accuracy).toFixed(2)} % of the validation digits are right.`;
  }

  /**
   * Trains; returns how it ended, and whether the network is the one that the last epoch told the results of. What
   * training left undone by a fault is not kept.
   */
  async #runUpdates(
    trained: Trained,
    settings: Settings,
    digits: Digits,
    signal: AbortSignal,
  ): Promise<{ how: string; isOfLastEpoch: boolean }> {
    const { network } = trained;
    const { Lessons, makeOptimizer, ProgressReports } = await trainingTools();
    const { batchSize, epochs } = settings;
    const lessons = new Lessons(settings, digits);
    const { samples } = lessons;
    const progress = new ProgressReports({ samples, batchSize, epochs }, (news) =>
      this.#report({ type: 'progress', progress: news }),
    );
    const signals = this.#signal(progress, trained, digits, samples);
    const { optimizer, stopping } = makeOptimizer(network, settings, signals, this.#notice);
    this.#optimizer = optimizer;
    this.#phase('training', `Training on ${backendTitles[settings.backend]}.`);
    try {
      await lessons.teach(optimizer, signal);
      const made = optimizer.updatesMade.toLocaleString('en');
      if (signal.aborted) return { how: `Stopped after ${made} updates`, isOfLastEpoch: false };
      const best = optimizer.lastEpoch < epochs ? stopping?.best : undefined;
      const how = best ? `Finished early, with the weights of epoch ${best.epoch}` : 'Finished';
      // Early stopping goes back to the best weights at the end.
      return { how, isOfLastEpoch: stopping === undefined };
    } catch (error) {
      progress.tell(optimizer);
      this.#forget();
      throw error;
    } finally {
      this.#gate.open();
      this.#optimizer = undefined;
      optimizer.dispose();
    }
  }

  #signal(progress: ProgressReports, trained: Trained, digits: Digits, samples: number): Signal {
    let lookedAt = 0;
    const look = async () => {
      await this.#onShow.show('update');
      lookedAt = performance.now();
    };
    const rest = async (optimizer: Optimizer) => {
      await look();
      // Nothing is computed beside any more: what is in use now is what stays.
      progress.tell(optimizer);
      progress.pause();
      await this.#gate.wait();
    };
    return {
      trainStart: () => this.#onShow.runBegins(),
      updateEnd: (optimizer, { epoch }) => {
        progress.afterUpdate(optimizer, epoch, this.#gate.isClosed);
        if (this.#gate.isClosed) return rest(optimizer);
        return performance.now() - lookedAt >= LOOK_EVERY ? look() : undefined;
      },
      epochEnd: async (optimizer, { epoch, trainMean, valid = Number.NaN, seconds, updates }) => {
        progress.tell(optimizer);
        const { outcomeOf, trainAccuracyOf } = await trainingTools();
        const { inputShape } = trained.network;
        const predict = (x: NdArray) => optimizer.predict(x);
        const outcome = await outcomeOf(inputShape, digits, predict);
        const trainAccuracy = await trainAccuracyOf(inputShape, digits, predict, samples);
        const { accuracy } = outcome;
        const summary = { epoch, train: trainMean, valid, accuracy, trainAccuracy, seconds, updates };
        this.#report({ type: 'epoch', summary });
        await this.#onShow.epochEnded(epoch, outcome);
        lookedAt = performance.now();
      },
    };
  }

  async #import({ file, settings, site }: Import, signal: AbortSignal): Promise<string> {
    this.#phase('preparing', 'Reading the weights…');
    const trained = await networkFromFile(file);
    await this.#activate(settings.backend);
    const wanted = { settings, site };
    const digits = this.#digits.isNear(wanted)
      ? await this.#digitsFor(wanted, signal, trained.mean)
      : undefined;
    this.#use(trained, digits);
    await this.#onShow.show('network');
    if (digits) await this.#onShow.findResults(trained, digits);
    return `Loaded ${trained.architecture}.`;
  }

  async #goOnFromHere(): Promise<string> {
    const epoch = await this.#onShow.goBack();
    return epoch === undefined
      ? 'This is the network as it is.'
      : `The network is what it was after epoch ${epoch}: train on from there.`;
  }

  async #export({ format, purpose }: Export): Promise<void> {
    const trained = this.#trained;
    if (!trained) return;
    const { networkFiles } = await trainingTools();
    this.#report({ type: 'weights', files: await networkFiles(trained, format), purpose });
  }

  async #measure({ architecture, batchSize }: Measure, signal: AbortSignal): Promise<string> {
    const before = currentBackend() as BackendName | undefined;
    const { measureBackends } = await trainingTools();
    try {
      await measureBackends({ architecture, batchSize, signal }, (measured, next) => {
        this.#report({ type: 'backends', measured });
        if (next) this.#phase('measuring', `Measuring a step on ${backendTitles[next]}…`);
      });
    } finally {
      if (before) await activateBackend(before);
    }
    return signal.aborted ? 'Stopped measuring.' : 'Measured.';
  }

  async #changeStep(settings: Settings): Promise<void> {
    const { makeStep } = await trainingTools();
    if (this.#optimizer) this.#optimizer.step = makeStep(settings);
  }

  async #switchBackend(backend: BackendName): Promise<void> {
    const optimizer = this.#optimizer;
    if (!optimizer) return;
    const title = backendTitles[backend];
    this.#backendWanted = backend;
    const isWanted = () => this.#backendWanted === backend && this.#optimizer === optimizer;
    this.#notice(
      this.#gate.isClosed
        ? `Moves to ${title} with the next update.`
        : `Moving to ${title} after this update…`,
    );
    try {
      await fetchBackend(backend);
      if (!isWanted()) return;
      await optimizer.moveToBackend(backend);
      this.#onShow.backendMoved();
      if (isWanted()) this.#notice(`Went on, on ${title}, with the same weights.`);
    } catch (error) {
      // A move that another took the place of is no failure.
      if (!isWanted()) return;
      this.#report(failureOf(error));
      this.#notice(`Still on ${backendTitles[currentBackend() as BackendName]}.`);
    }
    await this.#tellEngine();
  }

  /** The digits that were asked for or, where they are out of reach, generated ones. */
  async #digitsWithinReach(wanted: DigitsWanted, signal: AbortSignal, mean?: Float32Array): Promise<Digits> {
    try {
      return await this.#digitsFor(wanted, signal, mean);
    } catch (error) {
      const { dataset: missing } = wanted.settings;
      if (!(error instanceof DatasetError) || missing === 'synthetic') throw error;
      const dataset = 'synthetic';
      this.#report({ type: 'otherDigits', dataset, message: OUT_OF_REACH[missing] });
      return this.#digitsFor({ ...wanted, settings: { dataset } }, signal, mean);
    }
  }

  #digitsFor(wanted: DigitsWanted, signal: AbortSignal, mean?: Float32Array) {
    const onNotice = (message: string) => this.#phase('preparing', message);
    return this.#digits.digitsFor(wanted, { signal, onNotice }, mean);
  }

  async #activate(backend: BackendName): Promise<void> {
    await activateBackend(backend);
    await this.#tellEngine();
  }

  async #tellEngine(): Promise<void> {
    const backend = currentBackend() as BackendName;
    this.#report({ type: 'engine', backend, detail: (await describeBackend()) ?? backend });
  }

  #use(trained: Trained, digits?: Digits): void {
    if (trained !== this.#trained) this.#disposeTrained();
    this.#trained = trained;
    this.#onShow.take(trained, digits);
    const { network, architecture } = trained;
    this.#report({ type: 'network', table: network.toString(), architecture, isShipped: this.#isShipped });
  }

  #forget(): void {
    this.#disposeTrained();
    this.#trained = undefined;
    this.#onShow.take(undefined);
    this.#report({ type: 'noNetwork' });
  }

  #disposeTrained(): void {
    if (!this.#isShipped) this.#trained?.network.dispose();
  }

  get #isShipped(): boolean {
    return this.#trained !== undefined && this.#trained === this.#shipped?.trained;
  }

  /** The network that is there, to be trained on. */
  async #own(): Promise<Trained | undefined> {
    return this.#isShipped ? this.#shipped?.copy() : this.#trained;
  }

  #phase(phase: Phase, message: string): void {
    this.#report({ type: 'phase', phase, message });
  }

  readonly #notice = (message: string): void => this.#report({ type: 'notice', message });
}

function checkedLine(line: string): CheckedLine {
  const { network, problem }: Architecture = readArchitecture(line);
  if (!network) return { line, problem };
  const layers = network.layers.map(({ outputShape, parameters }) => ({
    outputShape,
    parameterCount: Object.values(parameters).reduce((sum, { shape }) => sum + sizeOf(shape), 0),
  }));
  const columns = columnsOf(network).map(plainColumn);
  return { line, parameterCount: network.parameterCount, inputShape: network.inputShape, layers, columns };
}
