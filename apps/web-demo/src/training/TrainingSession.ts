import type { Network } from '@neutype/layers';
import { gradientDescent, momentum, type Optimizer, type Signal } from '@neutype/optimizers';
import { memory } from '@tensorflow/tfjs-core';
import { buildNetwork } from '../architecture/buildNetwork.js';
import type { BackendName, Settings } from '../settings/settings.js';
import { activateBackend, fetchBackend } from './backends.js';
import { collectResults } from './collectResults.js';
import { type Digits, digitsFor } from './digits.js';
import { firstLayerTiles } from './firstLayerTiles.js';
import { measureBackends } from './measureBackends.js';
import { PauseGate } from './PauseGate.js';
import { predictDrawing } from './predictDrawing.js';
import type { Report, Request } from './protocol.js';
import { SpeedMeter } from './SpeedMeter.js';
import { networkFromFile, networkToFile } from './weightFile.js';

const REPORT_EVERY = 100;
const TILES_EVERY = 1000;

/** A network with what its images are prepared with: all that predicting needs. */
export interface Trained {
  readonly network: Network;
  readonly mean: Float32Array;
  readonly architecture: string;
}

/** The worker's side of the page: one network at a time, trained on request. */
export class TrainingSession {
  readonly #report: (report: Report) => void;
  readonly #gate = new PauseGate();
  #optimizer: Optimizer | undefined;
  #trained: Trained | undefined;

  constructor(report: (report: Report) => void) {
    this.#report = report;
  }

  async handle(request: Request): Promise<void> {
    try {
      await this.#answer(request);
    } catch (error) {
      this.#report({ type: 'failure', message: error instanceof Error ? error.message : String(error) });
      if (request.type === 'start') this.#phase('idle', 'Training did not work out.');
    }
  }

  async #answer(request: Request): Promise<void> {
    switch (request.type) {
      case 'start':
        return this.#train(request.settings, request.site);
      case 'pause':
        this.#gate.close();
        return this.#phase('paused', 'Paused.');
      case 'resume':
        this.#gate.open();
        return this.#phase('training', 'Training.');
      case 'step':
        return this.#gate.letOneThrough();
      case 'stop':
        this.#optimizer?.stop();
        return this.#gate.open();
      case 'switchBackend':
        return this.#switchBackend(request.backend);
      case 'measureBackends':
        return this.#report({ type: 'backends', measured: await measureBackends(request) });
      case 'predict':
        return this.#predict(request.image);
      case 'exportWeights':
        if (this.#trained) this.#report({ type: 'weights', file: await networkToFile(this.#trained) });
        return;
      case 'importWeights':
        return this.#useTrained(await networkFromFile(request.file), request.settings.backend);
    }
  }

  async #train(settings: Settings, site: string): Promise<void> {
    this.#phase('preparing', 'Loading the digits…');
    const digits = await digitsFor(settings, site, (message) => this.#phase('preparing', message));
    await activateBackend(settings.backend);
    this.#freeTrained();
    const network = buildNetwork(settings.architecture);
    this.#trained = { network, mean: digits.mean, architecture: settings.architecture };
    this.#report({ type: 'network', table: network.toString(), seed: settings.seed });
    const optimizer = makeOptimizer(network, settings, this.#signal(settings, digits), this.#notice);
    this.#optimizer = optimizer;
    this.#phase('training', `Training on ${settings.backend}.`);
    try {
      const { xTrain, yTrain, xTest, yTest } = digits;
      await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: settings.epochs });
      await this.#finish(digits);
    } finally {
      this.#gate.open();
      optimizer.dispose();
      this.#optimizer = undefined;
    }
  }

  #signal(settings: Settings, digits: Digits): Signal {
    const meter = new SpeedMeter();
    const totalUpdates = settings.epochs * Math.ceil(digits.xTrain.length / settings.batchSize);
    let reported = 0;
    let reportedAt = 0;
    let tilesAt = 0;

    const reportProgress = ({ history, updatesMade }: Optimizer, epoch: number) => {
      const losses = history.train.slice(reported);
      reported += losses.length;
      reportedAt = performance.now();
      meter.mark(reportedAt, updatesMade);
      this.#report({
        type: 'progress',
        progress: {
          epoch,
          update: updatesMade,
          totalUpdates,
          losses,
          imagesPerSecond: meter.updatesPerSecond * settings.batchSize,
          secondsLeft: (totalUpdates - updatesMade) / meter.updatesPerSecond,
          ...memoryInUse(),
        },
      });
    };

    const reportTiles = async () => {
      tilesAt = performance.now();
      if (this.#trained) {
        this.#report({ type: 'firstLayer', firstLayer: await firstLayerTiles(this.#trained.network) });
      }
    };

    return {
      updateEnd: (optimizer, { epoch }) => {
        const now = performance.now();
        if (this.#gate.isClosed || now - reportedAt >= REPORT_EVERY) reportProgress(optimizer, epoch);
        if (this.#gate.isClosed) {
          meter.restart();
          return reportTiles().then(() => this.#gate.wait());
        }
        return now - tilesAt >= TILES_EVERY ? reportTiles() : undefined;
      },
      epochEnd: async (optimizer, { epoch, train, valid = Number.NaN, seconds, updates }) => {
        reportProgress(optimizer, epoch);
        const accuracy = await digits.accuracyOf((x) => optimizer.predict(x));
        this.#report({ type: 'epoch', summary: { epoch, train, valid, accuracy, seconds, updates } });
        await reportTiles();
      },
    };
  }

  async #finish(digits: Digits): Promise<void> {
    const { network } = this.#trained as Trained;
    this.#report({ type: 'results', results: await collectResults(network, digits) });
    this.#phase('finished', 'Finished. Draw a digit, or look at the mistakes.');
  }

  async #switchBackend(backend: BackendName): Promise<void> {
    if (!this.#optimizer) return;
    if (this.#gate.isClosed) this.#notice(`Moves to ${backend} with the next update.`);
    await fetchBackend(backend);
    await this.#optimizer.moveToBackend(backend);
    this.#notice(`Went on, on ${backend}, with the same weights.`);
  }

  async #predict(image: Uint8Array): Promise<void> {
    if (!this.#trained) return;
    this.#report({ type: 'prediction', prediction: await predictDrawing(this.#trained, image) });
  }

  async #useTrained(trained: Trained, backend: BackendName): Promise<void> {
    await activateBackend(backend);
    this.#freeTrained();
    this.#trained = trained;
    this.#report({ type: 'network', table: trained.network.toString(), seed: 0 });
    this.#report({ type: 'firstLayer', firstLayer: await firstLayerTiles(trained.network) });
    this.#phase('finished', `Loaded ${trained.architecture}.`);
  }

  #freeTrained(): void {
    for (const parameter of this.#trained?.network.parameters ?? []) parameter.dispose();
    this.#trained = undefined;
  }

  #phase(phase: Extract<Report, { type: 'phase' }>['phase'], message: string): void {
    this.#report({ type: 'phase', phase, message });
  }

  readonly #notice = (message: string): void => this.#report({ type: 'notice', message });
}

function memoryInUse() {
  const { numTensors, numBytes } = memory();
  return { tensors: numTensors, megabytes: numBytes / 2 ** 20 };
}

function makeOptimizer(
  network: Network,
  settings: Settings,
  signals: Signal,
  warn: (message: string) => void,
): Optimizer {
  const { batchSize, step, seed } = settings;
  const reporter = { colours: false, print: () => {}, warn };
  const loss = 'categoricalCrossentropy';
  const options = { loss, batchSize, step, seed, shuffleData: true, signals, reporter } as const;
  return settings.optimizer === 'momentum'
    ? momentum(network, { ...options, momentum: settings.momentum, nesterov: settings.nesterov })
    : gradientDescent(network, options);
}
