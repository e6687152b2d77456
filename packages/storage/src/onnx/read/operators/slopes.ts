import { pRelu } from '@neutype/layers';
import { BATCH, sizeOf } from '../atoms.js';
import { onlyValue, permuted } from '../constant.js';
import type { NodeReading, Value } from '../node.js';
import type { StepDefinition } from '../step.js';
import { asPlaced, withLast } from '../view.js';

/** PRelu, whose slopes may differ along some axes. */
export function slopes(node: NodeReading): readonly Value[] {
  const { trunk } = node;
  const view = trunk.settled(node.view(0));
  const slope = node.constant(1);
  const rank = view.axes.length;
  const sizes = [...new Array<number>(Math.max(0, rank - slope.sizes.length)).fill(1), ...slope.sizes];
  const own = sizes.flatMap((size, axis) => (size === 1 ? [] : [axis]));
  const single = own.length === 0 ? onlyValue(slope) : undefined;
  const along =
    single === undefined ? own.flatMap((axis) => view.axes[axis] ?? []) : (view.placed.at(-1) ?? []);
  if (along.includes(BATCH)) throw node.error('slopes that are the same for all samples');
  const features = single === undefined ? asPlaced(view, along) : along;
  const values = single === undefined ? node.weights(1) : new Float32Array(sizeOf(features)).fill(single);
  if (values.length !== sizeOf(features)) throw node.error(`${sizeOf(features)} slopes`, `${values.length}`);
  const alpha = permuted(
    values,
    along.map(({ size }) => size),
    features.map((atom) => along.indexOf(atom)),
  );
  const lying = trunk.arrangedView(view, withLast(view, features));
  return [
    trunk.along(
      lying,
      (step): StepDefinition => ({
        layer: pRelu(),
        inputs: [step],
        values: { alpha },
        activation: { name: 'pRelu', withUnits: (units, options) => pRelu(units, options) },
      }),
    ),
  ];
}
