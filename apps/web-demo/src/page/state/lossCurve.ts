interface Bucket {
  /** Updates before the lowest and the highest loss of these updates. */
  low: number;
  lowest: number;
  high: number;
  highest: number;
}

const MOST_BUCKETS = 1000;

/**
 * The losses of all updates as a line of bounded length, however many there are: of neighbouring updates it keeps the
 * lowest and the highest, and of more of them together the more there are.
 */
export class LossCurve {
  #buckets: Bucket[] = [];
  #updates = 0;
  #bucketSize = 1;

  get updates(): number {
    return this.#updates;
  }

  add(losses: readonly number[]): void {
    for (const loss of losses) this.#addOne(loss);
  }

  /** What to draw: the number of updates before each loss, rising, and the losses. */
  line(): { readonly x: number[]; readonly y: number[] } {
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

  #addOne(loss: number): void {
    const update = this.#updates++;
    const one = { low: update, lowest: loss, high: update, highest: loss };
    const last = this.#buckets.at(-1);
    if (last && update % this.#bucketSize !== 0) widen(last, one);
    else this.#buckets.push(one);
    if (this.#buckets.length > MOST_BUCKETS) this.#halve();
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

function widen(bucket: Bucket, { low, lowest, high, highest }: Bucket): void {
  if (lowest < bucket.lowest) Object.assign(bucket, { low, lowest });
  if (highest > bucket.highest) Object.assign(bucket, { high, highest });
}
