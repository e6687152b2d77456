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
    const gradient = new Float64Array(values.length);
    for (let element = 0; element < values.length; element++) {
      const slope = async (h: number) => {
        const moved = async (by: number) => {
          const shifted = values.slice();
          shifted[element] = values[element]! + by;
          return { at: shifted[element]!, outputs: await evaluate(f, inputs, index, shifted) };
        };
        const right = await moved(h);
        const left = await moved(-h);
        return right.outputs.reduce((sum, y, k) => sum + y - left.outputs[k]!, 0) / (right.at - left.at);
      };
      gradient[element] = (4 * (await slope(step / 2)) - (await slope(step))) / 3;
    }
    gradients.push(gradient);
  }
  return gradients;
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
