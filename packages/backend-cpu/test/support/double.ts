/** Plain float64 definitions that kernels without a counterpart in tfjs are held to. */

export interface CrossEntropy {
  readonly loss: number;
  readonly gradient: Float64Array;
}

export function softmaxRow(logits: ArrayLike<number>): number[] {
  const most = Math.max(...Array.from(logits));
  const grown = Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = grown.reduce((total, value) => total + value, 0);
  return grown.map((value) => value / sum);
}

/** The mean over rows of sum of t (log sum e^z - z). */
export function softmaxCrossEntropy(
  labels: Float32Array,
  logits: Float32Array,
  rows: number,
  columns: number,
): CrossEntropy {
  const gradient = new Float64Array(rows * columns);
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    const z = logits.subarray(row * columns, (row + 1) * columns);
    const t = labels.subarray(row * columns, (row + 1) * columns);
    const most = Math.max(...z);
    const logSum = most + Math.log(z.reduce((sum, value) => sum + Math.exp(value - most), 0));
    const total = t.reduce((sum, value) => sum + value, 0);
    const shares = softmaxRow(z);
    for (let column = 0; column < columns; column++) {
      loss += t[column]! * (logSum - z[column]!);
      gradient[row * columns + column] = (shares[column]! * total - t[column]!) / rows;
    }
  }
  return { loss: loss / rows, gradient };
}

export function sigmoidCrossEntropy(labels: Float32Array, logits: Float32Array): CrossEntropy {
  const count = labels.length;
  let loss = 0;
  const gradient = Float64Array.from(logits, (z, index) => {
    loss += Math.max(z, 0) - z * labels[index]! + Math.log1p(Math.exp(-Math.abs(z)));
    return (1 / (1 + Math.exp(-z)) - labels[index]!) / count;
  });
  return { loss: loss / count, gradient };
}

/** The largest difference between two arrays: infinite where only one of them has a NaN or an infinity. */
export function worst(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let most = 0;
  for (let index = 0; index < actual.length; index++) {
    const [got, wanted] = [actual[index]!, expected[index]!];
    if (got === wanted || (Number.isNaN(got) && Number.isNaN(wanted))) continue;
    const off = Math.abs(got - wanted);
    if (Number.isNaN(off)) return Infinity;
    most = Math.max(most, off);
  }
  return most;
}
