import type { ColumnActivity, Room, UnitName } from '../../shared/activity.js';
import type { Drawing, Report } from '../../shared/protocol.js';
import type { Trained } from '../predictDrawing.js';
import { Pace } from '../views/pace.js';
import type { Occasion, Shown, View } from '../views/view.js';
import type { Plan } from './activityOf.js';
import { OtherDigits } from './otherDigits.js';

/** What the picture takes of the time that a network learns. */
const SHARE = 1 / 60;
/** Digits that are shown while nothing lies on the pad. */
const SHOWN_DIGITS = 24;
/** Enough to find some that excite any unit, few enough to be read in a moment. */
const EXCITING_DIGITS = 400;
/** How long the same digit is shown while a network learns, in milliseconds. */
const DIGIT_STAYS = 2500;

function activityTools(): Promise<typeof import('./tools.js')> {
  return import('./tools.js');
}

/** What is kept of a network while it is there. */
interface Planned {
  readonly trained: Trained;
  readonly plan: Plan;
  shown?: readonly ColumnActivity[];
  hasFailed?: boolean;
}

/** The picture of the network at work: on what lies on the pad, or on some other digit while nothing does. */
export class ActivityView implements View {
  readonly #report: (report: Report) => void;
  readonly #readable: () => Shown | undefined;
  readonly #others = new OtherDigits();
  #drawing: Drawing | undefined;
  #room: Room = { units: 32, maps: 12 };
  #other = 0;
  #otherSince = Number.NEGATIVE_INFINITY;
  #isStale = false;
  #isTracing = false;
  readonly #pace = new Pace({ share: SHARE });
  #planned: Planned | undefined;
  /** What excites the units of columns, until the network changes. */
  #excitement = new Map<string, Float32Array>();

  /** @param readable the network, while it can be asked for something */
  constructor(report: (report: Report) => void, readable: () => Shown | undefined) {
    this.#report = report;
    this.#readable = readable;
  }

  async show(_: Shown, occasion: Occasion): Promise<void> {
    this.#excitement = new Map();
    if (occasion === 'update' && !this.#pace.isTime(occasion)) return;
    const now = performance.now();
    if (now - this.#otherSince > DIGIT_STAYS && !this.#drawing) this.#nextDigit(now);
    await this.#pace.spend(() => this.again());
  }

  /** Shows what there is now, whatever was shown before. What goes wrong with a picture is no reason to end a training. */
  async again(): Promise<void> {
    try {
      await this.#trace();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The pad shows this now, or nothing. */
  look(drawing: Drawing | undefined): Promise<void> {
    this.#drawing = drawing;
    return this.again();
  }

  /** So many units and maps can be seen; no units, where the picture cannot. */
  fit(room: Room): Promise<void> {
    this.#room = room;
    return this.again();
  }

  /** Another digit than the one shown, while nothing lies on the pad. */
  async wander(): Promise<void> {
    if (this.#drawing) return;
    this.#nextDigit(performance.now());
    await this.again();
  }

  /** Tells what excites a unit. */
  async tell(name: UnitName): Promise<void> {
    const shown = this.#readable();
    if (!shown) return;
    const { trained } = shown;
    const { excitementOf, unitStory } = await activityTools();
    const { plan } = await this.#planFor(trained);
    const column = plan.columns.find(({ layer }) => layer === name.layer);
    if (!column || column.kind === 'image' || name.unit >= column.count) return;
    const digits = await this.#others.from(shown.digits, EXCITING_DIGITS);
    await this.#whileItStays(trained, async () => {
      const excitements = this.#excitement;
      const excitement = excitements.get(name.layer) ?? (await excitementOf(trained, column, digits));
      excitements.set(name.layer, excitement);
      this.#report({ type: 'unit', story: await unitStory(trained, plan, name, digits, excitement) });
    });
  }

  /** Once for each network: the picture is tried again and again. */
  #fail(error: unknown): void {
    const planned = this.#planned;
    if (planned?.hasFailed) return;
    if (planned) planned.hasFailed = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.#report({ type: 'failure', message: `The network cannot be shown at work: ${reason}` });
  }

  #nextDigit(now: number): void {
    this.#other += 1;
    this.#otherSince = now;
  }

  /** The latest of what there is to see, one at a time. */
  async #trace(): Promise<void> {
    this.#isStale = true;
    if (this.#isTracing) return;
    this.#isTracing = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        await this.#traceOnce();
      }
    } finally {
      this.#isTracing = false;
    }
  }

  async #traceOnce(): Promise<void> {
    const shown = this.#readable();
    // The room may change meanwhile, to none.
    const room = this.#room;
    if (!shown || room.units === 0) return;
    const { trained } = shown;
    const drawing = this.#drawing;
    const { activityOf } = await activityTools();
    const planned = await this.#planFor(trained);
    await this.#whileItStays(trained, async () => {
      const image = drawing?.image ?? (await this.#otherDigit(shown));
      const activity = await activityOf(trained, planned.plan, image, room, planned.shown);
      planned.shown = activity.columns;
      if (drawing === this.#drawing) {
        this.#report({ type: 'activity', activity: { ...activity, drawing: drawing?.id } });
      }
    });
  }

  async #otherDigit({ digits }: Shown): Promise<Uint8Array> {
    const others = await this.#others.from(digits, SHOWN_DIGITS);
    return others[this.#other % Math.min(SHOWN_DIGITS, others.length)]?.image as Uint8Array;
  }

  async #planFor(trained: Trained): Promise<Planned> {
    const { planOf } = await activityTools();
    if (this.#planned?.trained !== trained) {
      this.#planned = { trained, plan: planOf(trained.network) };
      this.#excitement = new Map();
    }
    return this.#planned;
  }

  /** A network that is freed meanwhile is no fault: another one comes. */
  async #whileItStays(trained: Trained, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#readable()?.trained === trained) throw error;
    }
  }
}
