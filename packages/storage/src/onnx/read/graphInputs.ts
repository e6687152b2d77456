import type { Shape } from '@neutype/layers';
import type { GraphProto, ValueInfoProto } from '../proto/onnx_pb.js';
import { type Axis, axisOf, BATCH } from './atoms.js';
import { onnxError } from './onnxError.js';
import type { Trunk } from './trunk.js';
import { type View, viewOf } from './view.js';

/** What `loadOnnx` is told of the inputs. */
export interface InputOptions {
  readonly layout: 'file' | 'channelsLast';
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** The inputs that the nodes take, as layers. */
export function inputViews(
  graph: GraphProto,
  isTaken: (name: string) => boolean,
  isImage: (name: string) => boolean,
  trunk: Trunk,
  { layout, shapes }: InputOptions,
): ReadonlyMap<string, View> {
  const constants = new Set(graph.initializer.map(({ name }) => name));
  const inputs = graph.input.filter(({ name }) => !constants.has(name) && isTaken(name));
  for (const name of Object.keys(shapes)) {
    if (graph.input.some((input) => input.name === name)) continue;
    const known = graph.input.map((input) => `'${input.name.slice(0, 40)}'`).slice(0, 8);
    throw onnxError('option shapes', `shapes of the file's inputs, ${known.join(', ')}`, `'${name}'`);
  }
  if (inputs.length === 0) throw onnxError('the graph', 'an input that the outputs depend on', 'none');
  return new Map(
    inputs.map((input): [string, View] => {
      const axes = axesOf(input, shapes[input.name]);
      const lies = layout === 'channelsLast' && isImage(input.name) ? channelsLast(axes) : axes;
      const placed: readonly Axis[] = [[BATCH], ...lies.filter((axis) => axis[0] !== BATCH)];
      const sizes = placed.slice(1).map((axis) => axis[0]?.size ?? 1);
      const step = trunk.input(sizes.length === 0 ? [1] : sizes, inputs.length > 1 ? input.name : undefined);
      return [input.name, viewOf(step, placed, axes)];
    }),
  );
}

function channelsLast([batch, channels, ...positions]: readonly Axis[]): readonly Axis[] {
  return [batch!, ...positions, channels!];
}

/** The axes of an input: one of them is that of the samples. */
function axesOf(input: ValueInfoProto, given: Shape | undefined): readonly Axis[] {
  const where = `input '${input.name.slice(0, 80)}'`;
  const dimensions = input.type?.value.value?.shape?.dim;
  if (dimensions === undefined || dimensions.length === 0) {
    throw onnxError(
      where,
      'a tensor of known axes',
      dimensions === undefined ? 'another' : 'a single number',
    );
  }
  const sizes = dimensions.map(({ value }) =>
    value.case === 'dimValue' ? checkedSize(value.value, where) : undefined,
  );
  const batch = batchAxis(sizes);
  const own = [...(given ?? sizes.toSpliced(batch, 1))];
  if (given !== undefined && given.length !== sizes.length - 1) {
    throw onnxError(
      where,
      `a shape of ${sizes.length - 1} axes, the samples left out`,
      `[${given.join(', ')}]`,
    );
  }
  if (own.some((size) => size === undefined)) {
    const example = own.map((size) => size ?? '…').join(', ');
    throw onnxError(
      where,
      'sizes for all axes but that of the samples',
      `[${example}]`,
      `Give them: loadOnnx(file, { shapes: { '${input.name.slice(0, 80)}': [${example}] } }).`,
    );
  }
  const count = (own as number[]).reduce((product, size) => product * size, 1);
  if (own.length > MOST_AXES || count >= LARGEST) {
    throw onnxError(
      where,
      `samples of at most ${MOST_AXES} axes and ${LARGEST} numbers`,
      `${own.length} axes, ${count} numbers`,
    );
  }
  return (own as number[]).map(axisOf).toSpliced(batch, 0, [BATCH]);
}

/** The first axis, unless it has a fixed size and another alone is open. */
function batchAxis(sizes: readonly (number | undefined)[]): number {
  const open = sizes.flatMap((size, axis) => (size === undefined ? [axis] : []));
  return open.length === 1 ? open[0]! : 0;
}

const LARGEST = 2 ** 31;
const MOST_AXES = 8;

/** A size; 0 and less stand for an open one in some files. */
function checkedSize(size: bigint, where: string): number | undefined {
  if (size <= 0n) return undefined;
  if (size < BigInt(LARGEST)) return Number(size);
  throw onnxError(where, `sizes below ${LARGEST}`, `${size}`);
}
