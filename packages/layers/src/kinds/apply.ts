import { checkFunction, OptionError } from '@neutype/errors';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, type LayerContext, type LayerDefinition, layer } from '../layer.js';
import { isShape, type Shape, shownShape } from '../shape.js';
import type { OneInput } from '../takes.js';

/** Options of `apply`. */
export interface ApplyOptions<Out extends Shape = Shape> {
  /** Shape of one sample that comes out, or what it is for a shape that goes in; the same by default. */
  readonly outputShape?: Out | ((inputShape: Shape) => Out);
  /** What comes out, for losses to be held against: as of `layer`. Unknown by default. */
  readonly outputs?: LayerDefinition['outputs'];
  /**
   * Whether the function runs the same operations each time, reads no values back, and takes no numbers from JavaScript
   * that change: training steps are then recorded once and replayed. `false` by default.
   */
  readonly replayable?: boolean;
  /** A name of its own instead of `apply-1`. */
  readonly name?: string;
}

/**
 * A layer that does what a function of tensors does: NeuPy's `Apply`, Keras' `Lambda`. Gradients come from the operations that
 * the function is made of. For a layer with parameters there is `layer({ … })`.
 *
 * `[?, …]` → `[?, ...outputShape]`
 *
 * @param fn from a tensor `[batch, ...inputShape]`, and `{ training, randomness, name }`
 * @throws OptionError for what is no function, no shape, or an unknown kind of output
 * @throws ShapeError at the first forward pass, where the function gives another shape
 *
 * @example
 * ```ts
 * import { abs, mean } from '@tensorflow/tfjs-core';
 * const network = input(8).to(relu(4), apply(abs, { replayable: true }), softmax(2));
 * const averaged = input([20, 8]).to(apply((x) => mean(x, 1), { outputShape: [8], replayable: true }), softmax(2));
 * ```
 */
export function apply<const Out extends Shape>(
  fn: (x: Tensor, context: LayerContext) => Tensor,
  options: ApplyOptions<Out> & Required<Pick<ApplyOptions<Out>, 'outputShape'>>,
): Layer<Out, OneInput>;
export function apply(
  fn: (x: Tensor, context: LayerContext) => Tensor,
  options?: ApplyOptions,
): Layer<'same', OneInput>;
export function apply(
  fn: (x: Tensor, context: LayerContext) => Tensor,
  options: ApplyOptions = {},
): Layer<Shape, OneInput> | Layer<'same', OneInput> {
  checkFunction('apply(fn)', fn, 'a function of a tensor');
  checkLayerOptions('apply', options, ['outputShape', 'outputs', 'replayable']);
  const { outputShape, outputs, replayable = false, name } = options;
  checkOutputShape(outputShape);
  return layer({
    kind: 'apply',
    name,
    replayable,
    settings: { fn },
    ...(outputs === undefined ? {} : { outputs }),
    ...(outputShape === undefined
      ? {}
      : {
          outputShape: typeof outputShape === 'function' ? (shape) => outputShape(shape) : () => outputShape,
        }),
    forward: (x, _, context) => fn(x, context),
  });
}

function checkOutputShape(outputShape: unknown): void {
  if (outputShape === undefined || typeof outputShape === 'function' || isShape(outputShape)) return;
  throw new OptionError({
    where: 'apply, option outputShape',
    expected: 'a shape without the batch, such as [8], or a function of the input shape',
    received: shownShape(outputShape),
  });
}
