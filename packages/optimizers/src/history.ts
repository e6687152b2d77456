/** One epoch, as plain data. */
export interface EpochRecord {
  /** Number of the epoch, from 1; counts on over calls of `train`. */
  readonly epoch: number;
  /** Loss of the epoch's last batch before its update: the number in the log. */
  readonly train: number;
  /** Mean loss of the epoch's samples, each taken before its batch's update. */
  readonly trainMean: number;
  /** Loss of the validation data after the epoch, if there are any. */
  readonly valid?: number;
  /**
   * The metrics that are followed, by name: of the validation data after the epoch, or where there are none of the training
   * data after it, in the mode of prediction. Weights do not count in them.
   */
  readonly metrics?: Readonly<Record<string, number>>;
  /** The learning rate of the epoch's last update. */
  readonly step: number;
  /** How long the epoch took, validation included. */
  readonly seconds: number;
  /** Updates made in the epoch. */
  readonly updates: number;
}

/** How training went, as plain data: what `plotErrors` draws. */
export interface History {
  /** The loss of every update's batch, taken before the update. */
  readonly train: readonly number[];
  /** The validation loss after every epoch; empty without validation data, NaN for an epoch without. */
  readonly valid: readonly number[];
  /** The metrics after every epoch, by name; NaN for an epoch without. */
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  /** How many updates every epoch had. */
  readonly updatesPerEpoch: readonly number[];
  /** Every epoch in full. */
  readonly epochs: readonly EpochRecord[];
}

/** A history that is being written. */
export class HistoryWriter implements History {
  readonly train: number[] = [];
  readonly valid: number[] = [];
  readonly metrics: Record<string, number[]> = {};
  readonly updatesPerEpoch: number[] = [];
  readonly epochs: EpochRecord[] = [];

  addEpoch(record: EpochRecord): void {
    if (record.valid !== undefined || this.valid.length > 0) this.#align(this.valid, record.valid);
    for (const name of Object.keys(record.metrics ?? {})) this.metrics[name] ??= [];
    for (const [name, values] of Object.entries(this.metrics)) this.#align(values, record.metrics?.[name]);
    this.updatesPerEpoch.push(record.updates);
    this.epochs.push(record);
  }

  /** Goes on from another one, of which it takes the losses of updates and the epochs. */
  restore(train: ArrayLike<number>, epochs: readonly EpochRecord[]): void {
    for (const list of [this.train, this.valid, this.updatesPerEpoch, this.epochs]) list.length = 0;
    for (const name of Object.keys(this.metrics)) delete this.metrics[name];
    for (const loss of Array.from(train)) this.train.push(loss);
    for (const record of epochs) this.addEpoch(record);
  }

  /** Adds an epoch's value to those of the epochs before, which may have had none. */
  #align(values: number[], value: number | undefined): void {
    while (values.length < this.epochs.length) values.push(Number.NaN);
    values.push(value ?? Number.NaN);
  }
}
