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
  /** Metrics by name, if any are tracked. */
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
  /** How many updates every epoch had. */
  readonly updatesPerEpoch: readonly number[];
  /** Every epoch in full. */
  readonly epochs: readonly EpochRecord[];
}

/** A history that is being written. */
export class HistoryWriter implements History {
  readonly train: number[] = [];
  readonly valid: number[] = [];
  readonly updatesPerEpoch: number[] = [];
  readonly epochs: EpochRecord[] = [];

  addEpoch(record: EpochRecord): void {
    if (record.valid !== undefined || this.valid.length > 0) {
      while (this.valid.length < this.epochs.length) this.valid.push(Number.NaN);
      this.valid.push(record.valid ?? Number.NaN);
    }
    this.updatesPerEpoch.push(record.updates);
    this.epochs.push(record);
  }
}
