import type { NdArray } from '@neutype/ndarray';
import type { Room, UnitName } from '../shared/activity.js';
import type { Drawing, Prediction, Report, Results } from '../shared/protocol.js';
import { ActivityView } from './activity/activityView.js';
import type { Digits } from './digits/digits.js';
import { DrawingReader } from './drawingReader.js';
import { failureOf } from './failure.js';
import type { Outcome } from './outcome.js';
import { predictedBy, type Trained } from './predictDrawing.js';
import { PastOfRun } from './timeline/pastOfRun.js';
import { trainingTools } from './trainingTools.js';
import { AccuracyView } from './views/accuracyView.js';
import { CloudView } from './views/cloudView.js';
import { FirstLayerView } from './views/firstLayerView.js';
import type { Occasion, Shown, View } from './views/view.js';

const EVALUATION = { batchSize: 1000 } as const;

/** What the show asks its session for. */
export interface Asked {
  /** Whether networks can be asked for something now. */
  isFree(): boolean;
  /** Whether there is a digit on an image at all. */
  isDigit(image: Uint8Array): Promise<boolean>;
}

/** The network of a session as the page sees it: as it is now, or as it was after an epoch of its run. */
export class NetworkOnShow {
  readonly #report: (report: Report) => void;
  readonly #asked: Asked;
  readonly #reader: DrawingReader;
  readonly #cloud: CloudView;
  readonly #activity: ActivityView;
  readonly #views: readonly View[];
  readonly #past: PastOfRun;
  #trained: Trained | undefined;
  /** Those that the network is trained or looked at with. */
  #digits: Digits | undefined;
  #epoch = 0;
  /** How the network of now does. */
  #results: Results | undefined;
  /** Views show one thing after another. */
  #showing: Promise<void> = Promise.resolve();
  /** Counts what was asked to be looked at: only the last is shown. */
  #looks = 0;

  constructor(report: (report: Report) => void, asked: Asked) {
    this.#report = report;
    this.#asked = asked;
    this.#cloud = new CloudView(report);
    this.#activity = new ActivityView(report, () => (this.#isReadable ? this.#shown : undefined));
    this.#views = [new AccuracyView(report), new FirstLayerView(report), this.#cloud, this.#activity];
    this.#past = new PastOfRun((timeline) => report({ type: 'timeline', timeline }));
    this.#reader = new DrawingReader(
      (image) => this.#predict(image),
      ({ id }, prediction) => report({ type: 'prediction', drawing: id, prediction }),
    );
  }

  /**
   * Takes another network, or none; what there was of the one before is gone.
   *
   * @param digits to look at it with
   */
  take(trained: Trained | undefined, digits?: Digits): void {
    this.#trained = trained;
    this.#digits = digits;
    this.#epoch = 0;
    this.#results = undefined;
    this.#past.forget();
  }

  /** Results that the last epoch told. */
  get results(): Results | undefined {
    return this.#results;
  }

  /** Keeps what the network is before its first update. */
  runBegins(): Promise<void> {
    return this.#trained ? this.#past.keep(0, this.#trained) : Promise.resolve();
  }

  /** Keeps and shows what the network is after an epoch. */
  async epochEnded(epoch: number, outcome: Outcome): Promise<void> {
    const [trained, digits] = [this.#trained, this.#digits];
    if (!trained || !digits) return;
    this.#epoch = epoch;
    await this.#past.keep(epoch, trained, outcome);
    const { collectResults } = await trainingTools();
    this.#tellResults(collectResults(outcome, digits));
    await this.show('epoch');
  }

  /** The backend has changed. */
  backendMoved(): void {
    this.#past.move();
  }

  /** Finds out how the network of now does, and tells. */
  async findResults(trained: Trained, digits: Digits): Promise<Results> {
    const { collectResults } = await trainingTools();
    const results = collectResults(await outcomeFor(trained, digits), digits);
    this.#tellResults(results);
    return results;
  }

  /** Shows the page what there is, in all views and on the pad. */
  show(occasion: Occasion): Promise<void> {
    return this.#inTurn(() => {
      // What was does not change by training.
      const isPast = this.#past.shown !== undefined && occasion !== 'network';
      return isPast ? undefined : this.#showNow(occasion);
    });
  }

  /** The network can be asked again: whatever lies on the pad is read anew. */
  async again(): Promise<void> {
    await this.#readDrawing();
    await this.#activity.again();
  }

  /** The pad shows this now, or nothing. */
  async look(drawing: Drawing | undefined): Promise<void> {
    await this.#reader.show(drawing);
    await this.#activity.look(drawing);
  }

  fitPicture(room: Room): Promise<void> {
    return this.#activity.fit(room);
  }

  wander(): Promise<void> {
    return this.#activity.wander();
  }

  tellOfUnit(name: UnitName): Promise<void> {
    return this.#activity.tell(name);
  }

  async wantCloud(isWanted: boolean): Promise<void> {
    this.#cloud.isWanted = isWanted;
    if (this.#isReadable) await this.show('network');
  }

  /** Shows the network as it was after an epoch, or as it is. Training goes on with the network that it has. */
  async lookAtEpoch(epoch: number | undefined): Promise<void> {
    if (!this.#trained || !this.#isReadable) return;
    this.#past.lookAt(epoch, this.#trained);
    this.#looks += 1;
    const look = this.#looks;
    await this.#inTurn(() => (look === this.#looks ? this.#showLookedAt() : undefined));
  }

  /** Makes the network of now what it was after the epoch that is looked at, which is returned. */
  async goBack(): Promise<number | undefined> {
    const { epoch } = this.#past;
    if (!this.#trained || epoch === undefined) return undefined;
    this.#past.restore(this.#trained);
    this.#results = await this.#pastResults(this.#trained);
    this.#past.lookAt(undefined, this.#trained);
    await this.show('network');
    return epoch;
  }

  /** Tells how the network of now does, unless the page looks at what was. */
  #tellResults(results: Results): void {
    this.#results = results;
    if (!this.#past.shown) this.#report({ type: 'results', results });
  }

  async #showLookedAt(): Promise<void> {
    const { shown } = this.#past;
    try {
      await this.#showNow('network');
      const results = shown ? await this.#pastResults(shown) : this.#results;
      if (results && shown === this.#past.shown) this.#report({ type: 'results', results });
    } catch (error) {
      // Another run has begun meanwhile, and there is no past any more.
      if (shown === this.#past.shown) throw error;
    }
  }

  async #pastResults(trained: Trained): Promise<Results | undefined> {
    const digits = this.#digits;
    if (!digits) return undefined;
    const { collectResults } = await trainingTools();
    const outcome = this.#past.outcome ?? (await outcomeFor(trained, digits));
    this.#past.learn(outcome);
    return collectResults(outcome, digits);
  }

  async #predict(image: Uint8Array): Promise<Prediction | undefined> {
    const trained = this.#shown?.trained;
    if (!trained || !this.#isReadable) return undefined;
    try {
      const isDigit = await this.#asked.isDigit(image);
      return { probabilities: await predictedBy(trained, image), isDigit };
    } catch (error) {
      if (trained === this.#shown?.trained) throw error;
      return undefined;
    }
  }

  /** Whether the network can be asked for something. */
  get #isReadable(): boolean {
    return this.#asked.isFree() && this.#trained !== undefined && hasValues(this.#trained);
  }

  /** The network that the page shows: that of now, or what it was. */
  get #shown(): Shown | undefined {
    const trained = this.#past.shown ?? this.#trained;
    return trained && { trained, digits: this.#digits, epoch: this.#past.epoch ?? this.#epoch };
  }

  async #showNow(occasion: Occasion): Promise<void> {
    const shown = this.#shown;
    if (!shown) return;
    // First what a person who draws waits for: views fetch what they are made with.
    await this.#readDrawing();
    for (const view of this.#views) await view.show(shown, occasion);
  }

  /** The network has changed; a drawing that cannot be read is no reason to end a training. */
  async #readDrawing(): Promise<void> {
    await this.#reader.readAgain().catch((error: unknown) => this.#report(failureOf(error)));
  }

  #inTurn(work: () => Promise<void> | undefined): Promise<void> {
    this.#showing = this.#showing.catch(() => {}).then(work);
    return this.#showing;
  }
}

/** What the network takes the validation digits for. */
async function outcomeFor({ network }: Trained, digits: Digits): Promise<Outcome> {
  const { outcomeOf } = await trainingTools();
  return outcomeOf(network.inputShape, digits, (x: NdArray) => network.predict(x, EVALUATION));
}

function hasValues({ network }: Trained): boolean {
  return network.parameters.every((each) => each.initialized);
}
