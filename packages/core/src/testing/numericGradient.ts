import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';

/** A function from tensors to a tensor. */
export type TensorFunction = (...inputs: Tensor[]) => Tensor;

/**
 * The gradient of the sum of `f`'s output with respect to each input, from central differences of steps h and h/2
 * extrapolated to zero (Richardson). Differences are summed in double precision, so about four digits are right.
 *
 * @param step h
 * @returns for each input an array of its size
 */
export async function numericGradient(
  f: TensorFunction,
  inputs: readonly Tensor[],
  step: number,
): Promise<Float64Array[]> {
  const gradients: Float64Array[] = [];
  for (const [index, input] of inputs.entries()) {
    const values = Float32Array.from(await input.data());
    // All at once, so that a GPU is waited for once and not for every element.
    const slopes = await Promise.all(
      Array.from(values, (_, element) => slopeAt(f, inputs, index, values, element, step)),
    );
    gradients.push(Float64Array.from(slopes));
  }
  return gradients;
}

async function slopeAt(
  f: TensorFunction,
  inputs: readonly Tensor[],
  index: number,
  values: Float32Array,
  element: number,
  step: number,
): Promise<number> {
  async function moved(by: number) {
    const shifted = values.slice();
    shifted[element] = values[element]! + by;
    return { at: shifted[element]!, outputs: await evaluate(f, inputs, index, shifted) };
  }
  async function slope(h: number) {
    const [right, left] = await Promise.all([moved(h), moved(-h)]);
    return right.outputs.reduce((sum, y, k) => sum + y - left.outputs[k]!, 0) / (right.at - left.at);
  }
  const [half, whole] = await Promise.all([slope(step / 2), slope(step)]);
  return (4 * half - whole) / 3;
}

async function evaluate(
  f: TensorFunction,
  inputs: readonly Tensor[],
  replaced: number,
  values: Float32Array,
): Promise<Float64Array> {
  const output = tidy(() =>
    f(...inputs.map((input, index) => (index === replaced ? tensor(values, input.shape) : input))),
  );
  const outputs = Float64Array.from(await output.data());
  output.dispose();
  return outputs;
}
