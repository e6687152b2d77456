import type { Breath } from '@neutype/core';
import { OptionError } from '@neutype/errors';
import type { CheckpointStore } from '@neutype/files';
import type { Reporter } from '../log/reporter.js';
import type { TrainOptions } from '../options/trainOptions.js';
import { checkMonitored } from '../signals/monitor.js';
import type { TrainStart } from '../signals.js';
import { type CheckpointOption, type CheckpointPlan, toCheckpointPlan } from './checkpointOptions.js';
import { Checkpoints } from './checkpoints.js';
import { type Ingredients, identityOf } from './identity.js';
import { messageOf } from './messageOf.js';
import { differencesOf, type Found, otherTraining } from './resume.js';
import { storeOf } from './storeOf.js';
import { readState } from './trainingState.js';

/** What a training goes on from and hands its checkpoints to. */
interface Begun {
  readonly checkpoints: Checkpoints;
  readonly found: Found | undefined;
}

/** What a store had. */
type Read = Pick<Found, 'checkpoint' | 'state'>;

/** Has the store of one call of `train` from its beginning to its end. */
export class Keeper {
  readonly #plan: CheckpointPlan;
  readonly #store: CheckpointStore;
  #resume: TrainOptions['resume'];
  readonly #reporter: Reporter;
  #found: Read | undefined;
  #checkpoints: Checkpoints | undefined;
  #isOpen = false;

  constructor(option: CheckpointOption, reporter: Reporter) {
    this.#plan = toCheckpointPlan(option);
    this.#reporter = reporter;
    this.#store = storeOf(this.#plan, reporter);
  }

  /**
   * @returns the newest checkpoint, if there is one
   * @throws OptionError where there is one that nobody asked to go on from
   */
  async open(resume: TrainOptions['resume']): Promise<Read | undefined> {
    this.#resume = resume;
    await this.#store.open();
    this.#isOpen = true;
    const checkpoint = await this.#store.newest();
    if (checkpoint === undefined) return undefined;
    if (!resume) throw this.#alreadyThere(checkpoint.label);
    this.#found = { checkpoint, state: readState(checkpoint, this.#store.name) };
    return this.#found;
  }

  /** @throws OptionError where there is nothing to judge the best checkpoint by */
  check(start: Pick<TrainStart, 'isValidated' | 'metrics'>): void {
    const { keepBest } = this.#plan;
    if (keepBest !== undefined) checkMonitored('option checkpoint, keepBest', keepBest, start);
  }

  /**
   * @returns what takes the checkpoints, and the one to go on from, if there is one
   * @throws OptionError where that is of another training, unless it is forced
   */
  async begin(ingredients: Ingredients, breath: Breath): Promise<Begun> {
    const here = await identityOf(ingredients, breath);
    const { updatesMade } = ingredients.optimizer;
    const differences = this.#found ? differencesOf(this.#found, here, updatesMade === 0) : [];
    const isOther = differences.length > 0;
    if (isOther && this.#resume !== 'force') throw otherTraining(this.#store.name, differences);
    const found = this.#found && { ...this.#found, name: this.#store.name, isOther, here };
    const identity = found && !isOther ? found.state.identity : here;
    const made = found?.state.counts.made ?? updatesMade;
    this.#checkpoints = new Checkpoints(this.#store, this.#plan, { identity, made });
    return { checkpoints: this.#checkpoints, found };
  }

  /** Waits for what is being written. What goes wrong then does not hide why training has failed. */
  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#checkpoints?.settle();
    await this.#store.close().catch((error: unknown) => {
      this.#reporter.warn(`${this.#store.name} was not closed. ${messageOf(error)}`);
    });
  }

  #alreadyThere({ epoch, update }: { readonly epoch: number; readonly update: number }): OptionError {
    return new OptionError({
      where: 'train, option checkpoint',
      expected: 'a place without checkpoints, for nothing is overwritten',
      received: `${this.#store.name} with those of a training of ${epoch} epochs and ${update} updates`,
      remedy: 'Write resume: true to go on from there, or name another place.',
    });
  }
}
