/** How values are spread. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly num: number;
  readonly sum: number;
  readonly sumSquares: number;
  /** The upper end of each bucket, and how many values are in it. */
  readonly bucketLimit: number[];
  readonly bucket: number[];
}

/** In buckets of the same width, from the least value to the greatest; NaN and infinity are left out. */
export function histogramOf(values: Float32Array, buckets = 30): Histogram {
  const finite = values.filter(Number.isFinite);
  let [min, max, sum, sumSquares] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const value of finite) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    sumSquares += value * value;
  }
  if (finite.length === 0)
    return { min: 0, max: 0, num: 0, sum: 0, sumSquares: 0, bucketLimit: [0], bucket: [0] };
  const statistics = { min, max, num: finite.length, sum, sumSquares };
  if (min === max) return { ...statistics, bucketLimit: [max], bucket: [finite.length] };
  const bucket = new Array<number>(buckets).fill(0);
  for (const value of finite) {
    const index = Math.floor(((value - min) / (max - min)) * buckets);
    bucket[Math.min(index, buckets - 1)]! += 1;
  }
  const bucketLimit = bucket.map((_, index) =>
    index === buckets - 1 ? max : min + ((max - min) * (index + 1)) / buckets,
  );
  return { ...statistics, bucketLimit, bucket };
}
