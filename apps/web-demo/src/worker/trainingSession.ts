import { currentBackend, describeBackend } from '@neutype/core';
import { DataNotFoundError } from '@neutype/datasets';
import type { Optimizer, Signal } from '@neutype/optimizers';
import type { CheckedLine, Phase, Prediction, Report, Request } from '../shared/protocol.js';
import { type BackendName, backendTitles, type Settings } from '../shared/settings.js';
import { type Architecture, readArchitecture } from './architecture/buildNetwork.js';
import { activateBackend, fetchBackend } from './backends.js';
import { collectResults } from './collectResults.js';
import { DigitStore } from './digits/digitStore.js';
import { type Digits, shapedFor } from './digits/digits.js';
import { mnistFromFiles } from './digits/mnistFromFiles.js';
import { DrawingReader } from './drawingReader.js';
import { firstLayerTiles } from './firstLayerTiles.js';
import { makeOptimizer } from './makeOptimizer.js';
import { measureBackends } from './measureBackends.js';
import { PauseGate } from './pauseGate.js';
import { predictDrawing, type Trained } from './predictDrawing.js';
import { ProgressReports } from './progressReports.js';
import { networkFiles } from './weights/networkFiles.js';
import { networkFromFile } from './weights/weightFile.js';

const LOOK_EVERY = 1000;

type Start = Extract<Request, { type: 'start' }>;
type Import = Extract<Request, { type: 'importWeights' }>;
type Export = Extract<Request, { type: 'exportWeights' }>;
type Measure = Extract<Request, { type: 'measureBackends' }>;

/** The worker's side of the page: one network at a time, trained on request. */
export class TrainingSession {
  readonly #report: (report: Report) => void;
  readonly #digits: DigitStore;
  readonly #gate = new PauseGate();
  readonly #reader: DrawingReader;
  /** Ends what is going on; there is one only while something is. */
  #stopping: AbortController | undefined;
  #optimizer: Optimizer | undefined;
  #trained: Trained | undefined;
  #backendWanted: BackendName | undefined;

  constructor(report: (report: Report) => void, digits: DigitStore = new DigitStore()) {
    this.#report = report;
    this.#digits = digits;
    this.#reader = new DrawingReader(
      (image) => this.#predict(image),
      ({ id }, prediction) => report({ type: 'prediction', drawing: id, prediction }),
    );
  }

  async handle(request: Request): Promise<void> {
    try {
      await this.#answer(request);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #answer(request: Request): Promise<void> {
    switch (request.type) {
      case 'check':
        return this.#report({ type: 'architecture', checked: checkedLine(request.line) });
      case 'start':
        return this.#alone((signal) => this.#train(request, signal));
      case 'useMnist':
        return this.#alone(() => this.#useMnist(request.files));
      case 'measureBackends':
        return this.#alone((signal) => this.#measure(request, signal));
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
      case 'stop':
        this.#stopping?.abort();
        return this.#gate.open();
      case 'switchBackend':
        return this.#switchBackend(request.backend);
      case 'look':
        return this.#reader.show(request.drawing);
      case 'exportWeights':
        return this.#export(request);
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
        this.#fail(error);
      }
    } finally {
      this.#stopping = undefined;
    }
    this.#phase(this.#trained ? 'finished' : 'idle', message);
    await this.#readDrawing();
  }

  async #train({ settings, site, keepWeights }: Start, signal: AbortSignal): Promise<string> {
    this.#phase('preparing', settings.dataset === 'mnist' ? 'Loading the digits…' : 'Drawing the digits…');
    const kept = keepWeights ? this.#trained : undefined;
    if (kept && kept.architecture !== settings.architecture) {
      throw new Error('The network was changed: its weights cannot be trained on.');
    }
    const { network, problem }: Architecture = kept
      ? { network: kept.network }
      : readArchitecture(settings.architecture);
    if (!network) throw new Error(problem);
    const digits = await this.#digitsFor({ settings, site }, signal, kept?.mean);
    await this.#activate(settings.backend);
    signal.throwIfAborted();
    const trained = kept ?? { network, mean: digits.mean, architecture: settings.architecture };
    this.#use(trained);
    const updates = await this.#runUpdates(trained, settings, digits, signal);
    this.#phase('preparing', 'Looking at the mistakes…');
    const results = await collectResults(trained.network, digits);
    this.#report({ type: 'results', results });
    const end = signal.aborted ? `Stopped after ${updates.toLocaleString('en')} updates` : 'Finished';
    return `${end}: ${(100 * results.accuracy).toFixed(2)} % of the validation digits are right.`;
  }

  /** Trains; returns how many updates were made. What training left undone by a fault is not kept. */
  async #runUpdates({ network }: Trained, settings: Settings, digits: Digits, signal: AbortSignal) {
    const { batchSize, epochs } = settings;
    const samples = digits.xTrain.length;
    const progress = new ProgressReports({ samples, batchSize, epochs }, (news) =>
      this.#report({ type: 'progress', progress: news }),
    );
    const optimizer = makeOptimizer(network, settings, this.#signal(progress, digits), this.#notice);
    this.#optimizer = optimizer;
    this.#phase('training', `Training on ${backendTitles[settings.backend]}.`);
    try {
      const xTrain = shapedFor(network.inputShape, digits.xTrain);
      const xTest = shapedFor(network.inputShape, digits.xTest);
      await optimizer.train(xTrain, digits.yTrain, xTest, digits.yTest, { epochs, signal });
      return optimizer.updatesMade;
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

  #signal(progress: ProgressReports, digits: Digits): Signal {
    let lookedAt = 0;
    const look = async () => {
      lookedAt = performance.now();
      await this.#showFirstLayer();
      await this.#readDrawing();
    };
    return {
      updateEnd: (optimizer, { epoch }) => {
        progress.afterUpdate(optimizer, epoch, this.#gate.isClosed);
        if (this.#gate.isClosed) {
          progress.pause();
          return look().then(() => this.#gate.wait());
        }
        return performance.now() - lookedAt >= LOOK_EVERY ? look() : undefined;
      },
      epochEnd: async (optimizer, { epoch, trainMean, valid = Number.NaN, seconds, updates }) => {
        progress.tell(optimizer);
        const accuracy = await digits.accuracyOf(optimizer.network.inputShape, (x) => optimizer.predict(x));
        const summary = { epoch, train: trainMean, valid, accuracy, seconds, updates };
        this.#report({ type: 'epoch', summary });
        await look();
      },
    };
  }

  async #import({ file, settings, site }: Import, signal: AbortSignal): Promise<string> {
    this.#phase('preparing', 'Reading the weights…');
    const trained = await networkFromFile(file);
    await this.#activate(settings.backend);
    this.#use(trained);
    await this.#showFirstLayer();
    const wanted = { settings, site };
    if (this.#digits.isNear(wanted)) {
      const digits = await this.#digitsFor(wanted, signal, trained.mean);
      this.#report({ type: 'results', results: await collectResults(trained.network, digits) });
    }
    return `Loaded ${trained.architecture}.`;
  }

  async #export({ format, purpose }: Export): Promise<void> {
    const trained = this.#trained;
    if (trained) this.#report({ type: 'weights', files: await networkFiles(trained, format), purpose });
  }

  async #useMnist(files: readonly Uint8Array[]): Promise<string> {
    this.#phase('preparing', 'Reading MNIST…');
    this.#digits.keepMnist(await mnistFromFiles(files));
    return 'MNIST is there: train.';
  }

  async #measure({ architecture, batchSize }: Measure, signal: AbortSignal): Promise<string> {
    const before = currentBackend() as BackendName | undefined;
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
      if (isWanted()) this.#notice(`Went on, on ${title}, with the same weights.`);
    } catch (error) {
      // A move that another took the place of is no failure.
      if (!isWanted()) return;
      this.#fail(error);
      this.#notice(`Still on ${backendTitles[currentBackend() as BackendName]}.`);
    }
    await this.#tellEngine();
  }

  async #predict(image: Uint8Array): Promise<Prediction | undefined> {
    const trained = this.#trained;
    // Measuring changes backends under whatever else is computed.
    const isBusyElsewhere = this.#stopping !== undefined && this.#optimizer === undefined;
    if (!trained || isBusyElsewhere || !trained.network.parameters.every((each) => each.initialized)) {
      return undefined;
    }
    try {
      return await predictDrawing(trained, image);
    } catch (error) {
      if (trained === this.#trained) throw error;
      return undefined;
    }
  }

  /** The network has changed; a drawing that cannot be read is no reason to end a training. */
  async #readDrawing(): Promise<void> {
    await this.#reader.readAgain().catch((error: unknown) => this.#fail(error));
  }

  async #showFirstLayer(): Promise<void> {
    if (!this.#trained) return;
    this.#report({ type: 'firstLayer', firstLayer: await firstLayerTiles(this.#trained.network) });
  }

  #digitsFor(wanted: Parameters<DigitStore['digitsFor']>[0], signal: AbortSignal, mean?: Float32Array) {
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

  #use(trained: Trained): void {
    if (trained !== this.#trained) this.#trained?.network.dispose();
    this.#trained = trained;
    const { network, architecture } = trained;
    this.#report({ type: 'network', table: network.toString(), architecture });
  }

  #forget(): void {
    this.#trained?.network.dispose();
    this.#trained = undefined;
    this.#report({ type: 'noNetwork' });
  }

  #fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#report({ type: 'failure', message, needsData: error instanceof DataNotFoundError });
  }

  #phase(phase: Phase, message: string): void {
    this.#report({ type: 'phase', phase, message });
  }

  readonly #notice = (message: string): void => this.#report({ type: 'notice', message });
}

function checkedLine(line: string): CheckedLine {
  const { network, problem }: Architecture = readArchitecture(line);
  if (!network) return { line, problem };
  return { line, parameterCount: network.parameterCount, inputShape: network.inputShape };
}
