import {
  checkChoice,
  checkCount,
  checkNumber,
  checkOptions,
  OptionError,
  optionNames,
  shown,
} from '@neutype/errors';
import type { CheckpointStore } from '@neutype/files';
import type { Monitor } from '../signals/monitor.js';
import { checkMonitor } from '../signals/monitor.js';

/** Where and when checkpoints are taken. */
export interface CheckpointOptions {
  /** The directory that they go to, which is made where it is missing. In Node, Deno and Bun. */
  readonly directory?: string | URL;
  /** What keeps them, in place of a directory. */
  readonly store?: CheckpointStore;
  /** Takes one after every so many epochs. The last one of a training is taken in any case. 1. */
  readonly everyEpochs?: number;
  /** Takes one after every so many updates, too. Never. */
  readonly everyUpdates?: number;
  /** Takes one after the first update that ends so many seconds after the last one was taken, too. Never. */
  readonly everySeconds?: number;
  /** How many are kept, in a directory, and the others deleted; `Infinity` for all. 1. */
  readonly keepLast?: number;
  /**
   * Keeps the checkpoint of the best epoch beside them, as judged by `'valid'` (the loss of the validation data), `'train'` (the
   * mean training loss) or a metric. Those are taken that are taken anyway. None.
   */
  readonly keepBest?: Monitor;
  /**
   * What happens where one cannot be written, as the disk is full for example: `'warn'` warns and goes on training, and the next
   * one is tried as if nothing had happened; `'stop'` makes `train` throw. The last one that was written stays. `'warn'`.
   */
  readonly onFailure?: 'warn' | 'stop';
}

/** What the option `checkpoint` takes: a directory, a store, or options. */
export type CheckpointOption = string | URL | CheckpointStore | CheckpointOptions;

/** The options, complete. */
export interface CheckpointPlan {
  readonly place: string | URL | CheckpointStore;
  readonly everyEpochs: number;
  readonly everyUpdates: number;
  readonly everySeconds: number;
  readonly keepLast: number;
  readonly keepBest: Monitor | undefined;
  readonly onFailure: 'warn' | 'stop';
}

const OPTIONS = optionNames<CheckpointOptions>({
  directory: true,
  store: true,
  everyEpochs: true,
  everyUpdates: true,
  everySeconds: true,
  keepLast: true,
  keepBest: true,
  onFailure: true,
});

/** @throws OptionError for what does not say where checkpoints go, an unknown option or a value out of range */
export function toCheckpointPlan(given: unknown): CheckpointPlan {
  const options = toOptions(given);
  checkOptions('option checkpoint', options, OPTIONS);
  const { everyEpochs = 1, everyUpdates = Infinity, everySeconds = Infinity, keepLast = 1 } = options;
  const { keepBest, onFailure = 'warn' } = options;
  checkCount('option checkpoint, everyEpochs', everyEpochs);
  if (everyUpdates !== Infinity) checkCount('option checkpoint, everyUpdates', everyUpdates);
  if (everySeconds !== Infinity) checkNumber('option checkpoint, everySeconds', everySeconds, { from: 0 });
  if (keepLast !== Infinity) checkCount('option checkpoint, keepLast', keepLast);
  if (keepBest !== undefined) checkMonitor('option checkpoint, keepBest', keepBest, undefined);
  checkChoice('option checkpoint, onFailure', onFailure, ['warn', 'stop']);
  return { place: placeOf(options), everyEpochs, everyUpdates, everySeconds, keepLast, keepBest, onFailure };
}

function toOptions(given: unknown): CheckpointOptions {
  if (typeof given === 'string' || given instanceof URL) return { directory: given };
  if (isStore(given)) return { store: given };
  if (typeof given === 'object' && given !== null) return given;
  throw noPlace(shown(given));
}

function placeOf({ directory, keepLast, store }: CheckpointOptions): CheckpointPlan['place'] {
  if (directory !== undefined && store !== undefined) throw noPlace('both a directory and a store');
  if (store !== undefined && keepLast !== undefined) {
    throw new OptionError({
      where: 'option checkpoint, keepLast',
      expected: 'none beside a store, which keeps what it likes',
      received: String(keepLast),
    });
  }
  if (isStore(store)) return store;
  if (directory instanceof URL || (typeof directory === 'string' && directory !== '')) return directory;
  throw noPlace(directory === undefined && store === undefined ? 'neither' : shown(directory ?? store));
}

function isStore(value: unknown): value is CheckpointStore {
  const store = value as Partial<Record<keyof CheckpointStore, unknown>> | null | undefined;
  return typeof store === 'object' && typeof store?.write === 'function' && typeof store.open === 'function';
}

function noPlace(received: string): OptionError {
  return new OptionError({
    where: 'option checkpoint',
    expected: 'a directory, or a store of checkpoints',
    received,
    remedy: "Write checkpoint: 'runs/first', or checkpoint: { directory: 'runs/first', everyUpdates: 500 }.",
  });
}
