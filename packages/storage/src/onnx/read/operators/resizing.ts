import { upsample } from '@neutype/layers';
import { sizesOf } from '../atoms.js';
import type { NodeReading, Value } from '../node.js';
import { aligned, viewOfAligned } from './alignment.js';

/** Resize and Upsample by whole factors. */
export function resized(node: NodeReading): readonly Value[] {
  const { attributes, operator, trunk } = node;
  const view = node.view(0);
  const sizes = sizesOf(view.axes);
  const scales = scalesOf(node, sizes);
  const mode = attributes.text('mode', 'nearest');
  const transform = attributes.text(
    'coordinate_transformation_mode',
    operator === 'Upsample' ? 'asymmetric' : 'half_pixel',
  );
  checkResize(node, mode, transform);
  const lying = aligned(node, [view]);
  const factors = lying.order.map((axis) => scales[axis]!);
  const isPlain = factors.at(-1) === 1 && scales[lying.batch] === 1;
  if (!isPlain || !factors.every((factor) => Number.isInteger(factor) && factor >= 1)) {
    throw node.error('whole factors of all axes but samples and channels', scales.join(', '));
  }
  const inner = factors.slice(0, -1);
  if (inner.every((factor) => factor === 1)) return [view];
  const scale = inner.every((factor) => factor === inner[0]) ? inner[0]! : inner;
  const layer = upsample(scale, mode === 'linear' ? { mode: 'bilinear' } : {});
  return [
    viewOfAligned(
      trunk.add({ layer, inputs: lying.steps }),
      lying,
      sizes.map((size, axis) => size * scales[axis]!),
    ),
  ];
}

function scalesOf(node: NodeReading, sizes: readonly number[]): readonly number[] {
  const isUpsample = node.operator === 'Upsample' || node.opset < 11;
  const scales = isUpsample ? node.numbers(1, 'scales') : node.numbers(2);
  const target = isUpsample ? undefined : node.numbers(3);
  const axes = node.attributes.ints('axes') ?? sizes.map((_, axis) => axis);
  const given = target?.length
    ? target.map((size, index) => size / (sizes[axes[index]!] ?? size))
    : (scales ?? []);
  if (given.length !== axes.length) throw node.error(`factors of ${axes.length} axes`, `${given.length}`);
  const all = sizes.map(() => 1);
  for (const [index, axis] of node.axes(axes, sizes.length).entries()) all[axis] = given[index]!;
  return all;
}

function checkResize(node: NodeReading, mode: string, transform: string): void {
  const isRepeated = mode === 'nearest' && isRepeating(node, transform);
  const isLinear = mode === 'linear' && (transform === 'half_pixel' || transform === 'pytorch_half_pixel');
  if (isRepeated || isLinear) return;
  throw node.error("nearest values, or linear ones by 'half_pixel'", `${mode}, ${transform}`);
}

/** Whether nearest values come as often as the factor says. */
function isRepeating(node: NodeReading, transform: string): boolean {
  const nearest = node.attributes.text('nearest_mode', 'round_prefer_floor');
  if (transform === 'asymmetric')
    return nearest === 'floor' || node.operator === 'Upsample' || node.opset < 11;
  const isHalf = transform === 'half_pixel' || transform === 'pytorch_half_pixel';
  return isHalf && nearest.startsWith('round');
}
