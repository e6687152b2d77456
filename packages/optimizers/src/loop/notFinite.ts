/** Where training stood. */
export interface Place {
  readonly epoch: number;
  /** Number of the update, over all epochs. */
  readonly update: number;
  /** Number of its batch within the epoch, where it was the batch's loss. */
  readonly batch?: number;
}

/** Ends training where a loss is not a number to go on with; `train` finds out why, and says so. */
export class NotFinite extends Error {
  /** Of what the loss is: of a batch before its update, of the validation data, of a batch after the last update. */
  readonly what: 'batch' | 'validation' | 'outcome';
  readonly loss: number;
  readonly place: Place;

  constructor(what: NotFinite['what'], loss: number, place: Place) {
    super(`${what}: ${loss}`);
    this.what = what;
    this.loss = loss;
    this.place = place;
  }
}
