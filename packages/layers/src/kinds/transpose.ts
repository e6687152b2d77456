import { OptionError, ShapeError } from '@neutype/core';
import { transpose as transposeTensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { formatBatchShape, shownShape } from '../shape.js';
import type { AsManyAxes } from '../takes.js';

/**
 * Each sample with its axes in another order.
 *
 * `[?, a, b]` → `[?, b, a]` for `transpose([2, 1])`; `[?, height, width, channels]` → `[?, channels, height, width]` for
 * `transpose([3, 1, 2])`
 *
 * @param axes every axis of a sample once, the batch being axis 0 and left out: first the one that comes first in the
 * output. As Keras' `Permute`; what NeuPy writes as `Transpose((0, 2, 1))` and PyTorch as `x.permute(0, 2, 1)` is
 * `transpose([2, 1])`.
 * @throws OptionError for what is not the numbers from 1 on, each once
 * @throws ShapeError in the network, where the samples have not as many axes
 *
 * @example
 * ```ts
 * const network = input([50, 3]).to(transpose([2, 1]), linear(10)); // linear takes [?, 3, 50]
 * ```
 */
export function transpose<const Axes extends readonly number[]>(
  axes: Axes,
  options: { readonly name?: string } = {},
): Layer<{ readonly axes: Axes }, AsManyAxes<Axes>> {
  checkLayerOptions('transpose', options);
  checkAxes(axes);
  return layer({
    kind: 'transpose',
    name: options.name,
    replayable: true,
    settings: { axes },
    outputShape: (inputShape, where) => {
      if (inputShape.length === axes.length) return axes.map((axis) => inputShape[axis - 1] as number);
      throw new ShapeError({
        where: `layer ${where}`,
        expected: `samples of ${axes.length} axes, for ${shownShape(axes)} puts as many in order`,
        received: formatBatchShape(inputShape),
      });
    },
    forward: (x) => transposeTensor(x, [0, ...axes]),
  });
}

function checkAxes(axes: unknown): void {
  const isOrder =
    Array.isArray(axes) &&
    axes.length > 0 &&
    axes.toSorted((one, other) => one - other).every((axis, index) => axis === index + 1);
  if (isOrder) return;
  throw new OptionError({
    where: 'transpose(axes)',
    expected: 'the axes of a sample from 1 on, each once',
    received: shownShape(axes),
    remedy:
      Array.isArray(axes) && axes[0] === 0
        ? `The batch, axis 0, stays where it is: write transpose([${axes.slice(1).join(', ')}]).`
        : 'transpose([2, 1]) exchanges the two axes of [?, time, features].',
  });
}
