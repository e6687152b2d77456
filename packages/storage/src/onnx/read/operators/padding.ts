import { crop, type PadMode, pad } from '@neutype/layers';
import { sizesOf } from '../atoms.js';
import type { NodeReading, Value } from '../node.js';
import { aligned, viewOfAligned } from './alignment.js';

const PAD_MODES: ReadonlyMap<string, PadMode> = new Map([
  ['constant', 'constant'],
  ['reflect', 'reflect'],
  ['edge', 'edge'],
]);

export function padded(node: NodeReading): readonly Value[] {
  const { attributes, trunk } = node;
  const view = node.view(0);
  const rank = view.axes.length;
  const axes = node.axes(node.numbers(3) ?? view.axes.map((_, axis) => axis), rank);
  const given = node.numbers(1, 'pads') ?? [];
  if (given.length !== 2 * axes.length) throw node.error('pads for both ends of each axis', given.join(', '));
  const sides = new Map(
    axes.map((axis, index) => [axis, [given[index]!, given[index + axes.length]!] as const]),
  );
  const mode = PAD_MODES.get(attributes.text('mode', 'constant'));
  if (mode === undefined)
    throw node.error('a mode among constant, reflect and edge', attributes.text('mode', ''));
  const value = node.has(2) ? node.number(2, 0) : attributes.float('value', 0);
  const lying = aligned(node, [view]);
  const [step] = lying.steps;
  const around = lying.order.map((axis) => sides.get(axis) ?? ([0, 0] as const));
  const [before = 0, after = 0] = sides.get(lying.batch) ?? [];
  if (before !== 0 || after !== 0) throw node.error('an axis other than that of the samples');
  if (around.flat().every((amount) => amount === 0)) return [view];
  const isLast = around.at(-1)!.some((amount) => amount !== 0);
  const from = isLast ? trunk.reshapedTo(step!, [...step!.shape, 1]) : step!;
  const amounts = isLast ? around : around.slice(0, -1);
  const [added, cut] = [Math.max, Math.min].map((pick) =>
    amounts.map(([a, b]) => [pick(a, 0), pick(b, 0)] as const),
  );
  const options = { ...(mode !== 'constant' && { mode }), ...(value !== 0 && { value }) };
  const larger = added!.flat().some((amount) => amount > 0)
    ? trunk.add({ layer: pad(added!, options), inputs: [from] })
    : from;
  const sidesOff = cut!.map(([a, b]) => [Math.abs(a), Math.abs(b)] as const);
  const left = cut!.flat().some((amount) => amount < 0)
    ? trunk.add({ layer: crop(sidesOff), inputs: [larger] })
    : larger;
  const sizes = sizesOf(view.axes).map(
    (size, axis) => size + (sides.get(axis)?.[0] ?? 0) + (sides.get(axis)?.[1] ?? 0),
  );
  const whole = trunk.reshapedTo(
    left,
    lying.order.map((axis) => sizes[axis]!),
  );
  return [viewOfAligned(whole, lying, sizes)];
}
