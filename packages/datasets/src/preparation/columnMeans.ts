import type { NdArray, TypedArray } from '@neutype/ndarray';

/** The mean of every feature, summed in float64. */
export function columnMeans({ data, length }: NdArray<TypedArray>, features: number): Float64Array {
  const sums = new Float64Array(features);
  for (let start = 0; start < data.length; start += features) {
    for (let column = 0; column < features; column++) sums[column] = sums[column]! + data[start + column]!;
  }
  return sums.map((sum) => sum / length);
}
