import { checkFlag } from '@neutype/errors';
import { histogram, type SummaryValue, scalar, summaryRecord, text, versionRecord } from './events/events.js';
import { histogramOf } from './events/histogram.js';
import { LogFile } from './files/logFile.js';
import { checkPath, type LogOptions, toLogSettings } from './files/logOptions.js';
import { openEvents } from './files/openEvents.js';
import type { LoggedEpoch, LoggedOptimizer, LoggedStart, LogSignal } from './training.js';

/** Options of `tensorBoard`. */
export interface TensorBoardOptions extends LogOptions {
  /** Writes the loss of every update, too. `true`. */
  readonly updates?: boolean;
  /** Writes histograms of all parameters after every epoch: they are read back for it. `false`. */
  readonly histograms?: boolean;
}

/**
 * A signal that writes event files for TensorBoard: `tensorboard --logdir runs` shows each folder in `runs` as a run.
 *
 * Over epochs it draws `loss/train` (the mean of the epoch), `loss/valid`, `step` (the learning rate) and
 * `metrics/NAME`; over updates, `update/loss`; as text, the algorithm and its options. With `histograms`, each parameter
 * by its name, after every epoch. Each run writes a file of its own, records in one piece: after a crash TensorBoard reads
 * all that were finished.
 *
 * @param folder the folder of the run; made where it is missing. With `existing: 'append'` the new run's curves join those
 *   that are in it
 * @throws OptionError for an unknown option or value; when training begins, LogError for a folder that has event files
 *   already, or that cannot be written
 *
 * @example
 * ```ts
 * const optimizer = momentum(network, { signals: tensorBoard('runs/momentum') });
 * ```
 */
export function tensorBoard(folder: string, options: TensorBoardOptions = {}): LogSignal {
  checkPath('tensorBoard, folder', folder);
  const where = `tensorBoard('${folder}')`;
  const settings = toLogSettings(where, options, ['updates', 'histograms']);
  const { updates = true, histograms = false } = options;
  checkFlag(`${where}, updates`, updates);
  checkFlag(`${where}, histograms`, histograms);
  const file = new LogFile(where, settings, async () => {
    const events = await openEvents(where, folder, settings);
    await events.append(versionRecord(settings.now()));
    return events;
  });
  const losses = new LossCursor();
  const write = (step: number, values: SummaryValue[]): Promise<void> =>
    file.append(summaryRecord(settings.now(), step, values));
  const writeLosses = async (optimizer: LoggedOptimizer): Promise<void> => {
    const records = losses
      .takeNew(optimizer)
      .map(({ update, loss }) => summaryRecord(settings.now(), update, [scalar('update/loss', loss)]));
    if (updates && records.length > 0) await file.append(Buffer.concat(records));
  };
  return {
    name: 'tensorBoard',
    trainStart: async (optimizer, info) => {
      const isNew = await file.start();
      losses.skip(optimizer);
      if (isNew) await write(0, [text('options', optionsTable(optimizer, info))]);
    },
    epochEnd: async (optimizer, record) => {
      await writeLosses(optimizer);
      await write(record.epoch, scalarsOf(record));
      if (histograms) await write(record.epoch, await histogramsOf(optimizer));
    },
    trainEnd: async (optimizer) => {
      await writeLosses(optimizer);
      await file.end();
    },
  };
}

function scalarsOf({ trainMean, valid, step, metrics = {} }: LoggedEpoch): SummaryValue[] {
  return [
    scalar('loss/train', trainMean),
    ...(valid === undefined ? [] : [scalar('loss/valid', valid)]),
    scalar('step', step),
    ...Object.entries(metrics).map(([name, value]) => scalar(`metrics/${name}`, value)),
  ];
}

function histogramsOf({ network }: LoggedOptimizer): Promise<SummaryValue[]> {
  return Promise.all(
    network.parameters.map(async (parameter) =>
      histogram(parameter.name, histogramOf(await parameter.read())),
    ),
  );
}

function optionsTable(
  { algorithm, seed, options = {} }: LoggedOptimizer,
  { epochs, samples, batchSize }: LoggedStart,
): string {
  const rows = Object.entries({ algorithm, ...options, seed, epochs, samples, batchSize }).filter(
    ([, value]) => value !== undefined,
  );
  return [
    '| option | value |',
    '| --- | --- |',
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
  ].join('\n');
}

/** Which losses of updates are written already. */
class LossCursor {
  #next = 0;

  skip({ history }: LoggedOptimizer): void {
    this.#next = history.train.length;
  }

  takeNew({ history: { train } }: LoggedOptimizer): { update: number; loss: number }[] {
    const first = this.#next;
    this.#next = train.length;
    return Array.from({ length: train.length - first }, (_, index) => ({
      update: first + index + 1,
      loss: train[first + index] as number,
    }));
  }
}
