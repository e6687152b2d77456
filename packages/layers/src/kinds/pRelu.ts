import { OptionError, ShapeError } from '@neutype/core';
import { shown } from '@neutype/errors';
import { add, minimum, mul, prelu, relu, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { heNormal } from '../initializers/heNormal.js';
import type { InitialValue } from '../initialValue.js';
import type { LastSize, Layer } from '../layer.js';
import { formatBatchShape, type Shape } from '../shape.js';
import type { OneInput } from '../takes.js';
import {
  type ActivationOptions,
  type DenseArguments,
  type DenseOptions,
  denseArguments,
  denseLayer,
} from './dense.js';

/** Options of `pRelu`. */
export interface PReluOptions {
  /** Axes whose places have an alpha each, the batch being 0; negative ones count from the end. -1, the last. */
  readonly alphaAxes?: number | readonly number[];
  /** Initial alpha, of the sizes of these axes, 0.25. */
  readonly alpha?: InitialValue;
}

/**
 * `z` above 0 and `alpha · z` below it, with an alpha that is learned, of `z = x · weight + bias`, or `pRelu()` of x alone.
 * Weights begin as `heNormal()`, the bias as 0 and alpha as 0.25.
 *
 * The axes `alphaAxes` have an alpha for each of their places, the others share it: by default each unit or channel has one.
 * PyTorch's `PReLU(n)` is that, Keras' `PReLU` has all axes.
 *
 * He et al., "Delving Deep into Rectifiers", 2015.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1,
 * or axes that are not whole numbers, twice the same, or the batch
 * @throws ShapeError in the network, where the output has no such axis
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(conv2d(16, 3), pRelu(), flatten(), pRelu(64), softmax(10));
 * ```
 */
export function pRelu<const Units extends number>(
  units: Units,
  options?: PReluOptions & DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function pRelu(options?: PReluOptions & ActivationOptions): Layer<'same', OneInput>;
export function pRelu(...args: DenseArguments<PReluOptions>): Layer {
  const given = denseArguments('pRelu', args, ['alpha', 'alphaAxes']);
  const { alpha = 0.25, alphaAxes = -1 } = given.options;
  const axes = checkedAxes(alphaAxes);
  return denseLayer(
    {
      name: 'pRelu',
      weight: heNormal(),
      settings: { alphaAxes: axes },
      parameters: (outputShape, where) => ({
        alpha: {
          shape: placesOf(axes, outputShape, where).map((at) => outputShape[at] as number),
          value: alpha,
        },
      }),
      apply: (z, { alpha }) => {
        const [, ...shape] = z.shape;
        const places = placesOf(axes, shape, 'pRelu');
        const broadcast = shape.map((size, at) => (places.includes(at) ? size : 1));
        const slopes = reshape(alpha as Tensor, [1, ...broadcast]);
        const areLast = places[0] === shape.length - places.length;
        return areLast ? prelu(z, slopes) : composed(z, slopes);
      },
    },
    given,
  );
}

/** The kernel of tfjs's WebAssembly backend repeats alpha along leading axes alone. */
function composed(z: Tensor, alpha: Tensor): Tensor {
  return add(relu(z), mul(minimum(z, 0), alpha));
}

function checkedAxes(alphaAxes: unknown): readonly number[] {
  const axes: readonly unknown[] = Array.isArray(alphaAxes) ? alphaAxes : [alphaAxes];
  if (axes.length > 0 && axes.every((axis) => Number.isSafeInteger(axis) && axis !== 0)) {
    return axes as readonly number[];
  }
  throw new OptionError({
    where: 'pRelu, option alphaAxes',
    expected: 'whole numbers other than 0, which is the batch',
    received: shown(alphaAxes),
  });
}

/** Where the axes stand in a shape without the batch, in order. */
function placesOf(axes: readonly number[], shape: Shape, where: string): readonly number[] {
  const places = axes.map((axis) => (axis < 0 ? shape.length + axis : axis - 1)).sort((a, b) => a - b);
  const isThere = places.every((at, index) => at >= 0 && at < shape.length && at !== places[index - 1]);
  if (isThere) return places;
  throw new ShapeError({
    where: `layer ${where}`,
    expected: `an output with the axes ${axes.join(' and ')}, each once, for alpha`,
    received: formatBatchShape(shape),
  });
}
