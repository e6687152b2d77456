/** A few neighboring updates. */
interface Bucket {
  /** Where the lowest and the highest of their losses stand, and the losses. */
  low: number;
  lowest: number;
  high: number;
  highest: number;
  /** What the losses came to on average by the last of them, and where those averaged stand on average. */
  smoothed: number;
  middle: number;
}

interface Line {
  readonly x: number[];
  readonly y: number[];
}

const MOST_BUCKETS = 600;
/** The part of an epoch that a loss is averaged over. */
const SMOOTHED_OVER = 0.1;

/**
 * The losses of all updates as lines of bounded length, however many there are: of neighboring updates the lowest and the
 * highest are kept, and of more of them together the more there are. Places are counted in epochs.
 */
export class LossCurve {
  #buckets: Bucket[] = [];
  #updates = 0;
  #bucketSize = 1;
  #end = 0;
  #sum = 0;
  #places = 0;
  #weight = 0;

  get updates(): number {
    return this.#updates;
  }

  /** How many epochs the losses so far are of. */
  get end(): number {
    return this.#end;
  }

  /** The average of the last losses, a tenth of an epoch long; NaN where there is none. */
  get smoothed(): number {
    return this.#sum / this.#weight;
  }

  /** @param spacing how much of an epoch an update is */
  add(losses: readonly number[], spacing: number): void {
    for (const loss of losses) this.#addOne(loss, spacing);
  }

  /** What to draw: where each loss was taken, rising, and the losses. */
  line(): Line {
    const x: number[] = [];
    const y: number[] = [];
    for (const { low, lowest, high, highest } of this.#buckets) {
      const points = low < high ? [low, lowest, high, highest] : [high, highest, low, lowest];
      x.push(points[0] as number);
      y.push(points[1] as number);
      if (low === high) continue;
      x.push(points[2] as number);
      y.push(points[3] as number);
    }
    return { x, y };
  }

  /**
   * The same as averages: without what is chance in a single batch. Each stands in the middle of what it is the average of,
   * so that it does not lag behind losses that fall.
   */
  smoothedLine(): Line {
    return {
      x: this.#buckets.map(({ middle }) => middle),
      y: this.#buckets.map(({ smoothed }) => smoothed),
    };
  }

  #addOne(loss: number, spacing: number): void {
    this.#end += spacing;
    this.#smooth(loss, Math.min(1, spacing / SMOOTHED_OVER));
    const one = {
      low: this.#end,
      lowest: loss,
      high: this.#end,
      highest: loss,
      smoothed: this.smoothed,
      middle: this.#places / this.#weight,
    };
    const last = this.#buckets.at(-1);
    if (last && this.#updates % this.#bucketSize !== 0) widen(last, one);
    else this.#buckets.push(one);
    this.#updates += 1;
    if (this.#buckets.length > MOST_BUCKETS) this.#halve();
  }

  /** An exponential average, each sum of weights made up for: the first losses count in full. */
  #smooth(loss: number, share: number): void {
    if (!Number.isFinite(loss)) return;
    this.#sum += share * (loss - this.#sum);
    this.#places += share * (this.#end - this.#places);
    this.#weight += share * (1 - this.#weight);
  }

  #halve(): void {
    this.#bucketSize *= 2;
    this.#buckets = this.#buckets.flatMap((bucket, index) => {
      if (index % 2 === 1) return [];
      const next = this.#buckets[index + 1];
      if (next) widen(bucket, next);
      return [bucket];
    });
  }
}

function widen(bucket: Bucket, { low, lowest, high, highest, smoothed, middle }: Bucket): void {
  if (lowest < bucket.lowest) Object.assign(bucket, { low, lowest });
  if (highest > bucket.highest) Object.assign(bucket, { high, highest });
  bucket.smoothed = smoothed;
  bucket.middle = middle;
}
