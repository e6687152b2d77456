import type { EngineTensorData } from './tensorData.js';

/** A replay that may have begun without being done. */
export interface Interruptible {
  /** The tensor data from outside that it works with, and those of them that it changes. */
  readonly outside: ReadonlySet<EngineTensorData>;
  readonly changes: ReadonlySet<EngineTensorData>;
  /** Whether it has begun to change them. */
  readonly hasChanged: boolean;
  /** Once it is done. */
  readonly done: Promise<void>;
  /** Does the rest at once. */
  finish(): void;
}

/**
 * The replays that have given way to others. Nobody must see half of what a step changes, or change what it works with: who
 * would, has the rest of it done first. Programs that only read what it has not begun to change need not wait for it.
 */
export class UnderWay {
  readonly #replays = new Set<Interruptible>();

  add(replay: Interruptible): void {
    this.#replays.add(replay);
  }

  remove(replay: Interruptible): void {
    this.#replays.delete(replay);
  }

  /** Once all are done that there are now; undefined if there are none. */
  get done(): Promise<void> | undefined {
    return doneOf([...this.#replays]);
  }

  finishAll(): void {
    for (const replay of [...this.#replays]) replay.finish();
  }

  /** Somebody reads, changes or frees tensor data. */
  usedBy(data: EngineTensorData): void {
    if (this.#replays.size === 0) return;
    for (const replay of [...this.#replays]) if (replay.outside.has(data)) replay.finish();
  }

  /** Those that have begun to change what another one is about to read. */
  changing({ outside }: Pick<Interruptible, 'outside'>): readonly Interruptible[] {
    return this.#those(({ hasChanged, changes }) => hasChanged && overlap(changes, outside));
  }

  /** Those that have read what another one is about to change. */
  reading({ changes }: Pick<Interruptible, 'changes'>): readonly Interruptible[] {
    return this.#those(({ outside }) => overlap(changes, outside));
  }

  #those(isMeant: (replay: Interruptible) => boolean): readonly Interruptible[] {
    return this.#replays.size === 0 ? [] : [...this.#replays].filter(isMeant);
  }
}

/** Undefined for none. */
export function doneOf(replays: readonly Interruptible[]): Promise<void> | undefined {
  if (replays.length === 0) return undefined;
  return Promise.all(replays.map(({ done }) => done)).then(() => {});
}

function overlap<T>(some: ReadonlySet<T>, others: ReadonlySet<T>): boolean {
  for (const one of some) if (others.has(one)) return true;
  return false;
}
