import type { Network } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import {
  type Activity,
  type Column,
  type ColumnActivity,
  type Links,
  placesIn,
  type Room,
} from '../../shared/activity.js';
import type { Trained } from '../predictDrawing.js';
import { columnsOf, type PlannedColumn, plainColumn } from './columns.js';
import { type Joint, jointsOf } from './joints.js';
import { selectUnits, strongest } from './selection.js';
import { type Trace, trace } from './trace.js';

/** Lines between two columns: more are a tangle. */
const MOST_LINES = 48;

/** What is known of a network before it sees anything. */
export interface Plan {
  readonly columns: readonly PlannedColumn[];
  readonly joints: readonly Joint[];
}

export function planOf(network: Network): Plan {
  const columns = columnsOf(network);
  return { columns, joints: jointsOf(network, columns) };
}

/** What an image does in a network; `before` is what was shown last, whose units keep their places. */
export async function activityOf(
  { network, mean }: Trained,
  plan: Plan,
  image: Uint8Array,
  room: Room,
  before?: readonly ColumnActivity[],
): Promise<Omit<Activity, 'drawing'>> {
  const { columns, joints } = plan;
  const x = Float32Array.from(image, (ink, pixel) => ink / 255 - (mean[pixel] as number));
  const { data } = await network.predict(ndarray(x, [1, ...network.inputShape]));
  const probabilities = Float32Array.from(data);
  const answer = probabilities.indexOf(Math.max(...probabilities));
  const traced = await trace(network, columns, joints, x, Math.max(0, answer));
  const shown = columns.map((column, index) =>
    columnActivity(column, probabilities, traced, index, room, before?.[index]),
  );
  return {
    image,
    probabilities,
    answer,
    saliency: saliencyOf(traced.gradients[0]),
    columns: shown,
    links: joints.map((joint, index) =>
      joint.by === 'passing'
        ? passingLinks(joint, traced, shown)
        : linksOf(joint, traced.flows[index], shown),
    ),
  };
}

function columnActivity(
  column: PlannedColumn,
  probabilities: Float32Array,
  { outputs, gradients }: Trace,
  index: number,
  room: Room,
  before: ColumnActivity | undefined,
): ColumnActivity {
  const { kind, count, rows, columns } = column;
  const output = kind === 'answers' ? probabilities : (outputs[index] as Float32Array);
  const effects = effectsOf(outputs[index] as Float32Array, gradients[index] as Float32Array, count);
  const mattering = effects.some((effect) => effect !== 0) ? effects : means(output, count);
  const known = before?.layer === column.layer ? before.shown : undefined;
  const shown = selectUnits(mattering, placesIn(column, room), known);
  const values = new Float32Array(shown.length * rows * columns);
  shown.forEach((unit, place) => {
    for (let at = 0; at < rows * columns; at++) {
      values[place * rows * columns + at] = output[at * count + unit] as number;
    }
  });
  return {
    ...plainColumn(column),
    shown,
    values,
    effects: Float32Array.from(shown, (unit) => effects[unit] as number),
  };
}

/** Activation × gradient, summed over all places of each unit or map. */
function effectsOf(output: Float32Array, gradient: Float32Array, count: number): Float32Array {
  const effects = new Float32Array(count);
  if (gradient.length === 0) return effects;
  output.forEach((value, at) => {
    effects[at % count] = (effects[at % count] as number) + value * (gradient[at] as number);
  });
  return effects;
}

function means(output: Float32Array, count: number): Float32Array {
  return effectsOf(output, new Float32Array(output.length).fill(1), count);
}

type WeightedJoint = Exclude<Joint, { readonly by: 'passing' }>;
type PassingJoint = Extract<Joint, { readonly by: 'passing' }>;

function linksOf(
  joint: WeightedJoint,
  flow: Float32Array | undefined,
  shown: readonly ColumnActivity[],
): Links {
  const { from, to } = joint;
  const source = shown[from] as ColumnActivity;
  const target = shown[to] as ColumnActivity;
  const arePixels = joint.by === 'weights' && source.kind === 'image';
  const sources = arePixels ? Uint16Array.from({ length: joint.sources }, (_, pixel) => pixel) : source.shown;
  const through = flowBetween(joint, flow ?? new Float32Array(0), source.count, target.count);
  const width = target.shown.length;
  const strengths = new Float32Array(sources.length * width);
  sources.forEach((unit, place) => {
    target.shown.forEach((other, at) => {
      strengths[place * width + at] = through(unit, other);
    });
  });
  const lines = strongest(strengths, MOST_LINES);
  return {
    from,
    to,
    sources: Uint16Array.from(lines, (line) => Math.floor(line / width)),
    targets: Uint16Array.from(lines, (line) => line % width),
    strengths: Float32Array.from(lines, (line) => strengths[line] as number),
  };
}

/** What goes from a source to a target. In a convolution of groups each target sees the sources of its own group alone. */
function flowBetween(joint: WeightedJoint, flow: Float32Array, sources: number, targets: number) {
  const seen = flow.length / targets;
  const groups = joint.by === 'filters' ? sources / seen : 1;
  return (source: number, target: number): number => {
    const row = source - seen * Math.floor((target * groups) / targets);
    return row < 0 || row >= seen ? 0 : (flow[row * targets + target] as number);
  };
}

/** From each map or unit to the one that is made of it alone. */
function passingLinks(
  { from, to, offset }: PassingJoint,
  { outputs, gradients }: Trace,
  shown: readonly ColumnActivity[],
): Links {
  const source = shown[from] as ColumnActivity;
  const target = shown[to] as ColumnActivity;
  const isSum = target.made === 'add' || target.made === 'concatenate';
  const strengthOf = (place: number): number =>
    isSum
      ? passedOn(outputs[from], gradients[to], source, target, source.shown[place] as number, offset)
      : (source.effects[place] as number);
  const placeOf = new Map(Array.from(target.shown, (unit, place) => [unit, place]));
  const lines = Array.from(source.shown, (unit, place) => ({
    place,
    target: placeOf.get(unit + offset) ?? -1,
    strength: strengthOf(place),
  })).filter(({ target, strength }) => target >= 0 && strength !== 0);
  return {
    from,
    to,
    sources: Uint16Array.from(lines, ({ place }) => place),
    targets: Uint16Array.from(lines, ({ target }) => target),
    strengths: Float32Array.from(lines, ({ strength }) => strength),
  };
}

/** What a unit contributes to the answer through a sum, or through its place among others: the rest goes elsewhere. */
function passedOn(
  output: Float32Array = new Float32Array(0),
  gradient: Float32Array = new Float32Array(0),
  source: Column,
  target: Column,
  unit: number,
  offset: number,
): number {
  let total = 0;
  for (let place = 0; place < source.rows * source.columns; place++) {
    const value = output[place * source.count + unit] ?? 0;
    total += value * (gradient[place * target.count + unit + offset] ?? 0);
  }
  return total;
}

/**
 * |∂ score of the answer / ∂ pixel|, scaled so that the largest is 1.
 *
 * Simonyan, Vedaldi and Zisserman, "Deep inside convolutional networks", 2013.
 */
function saliencyOf(gradient: Float32Array | undefined): Float32Array {
  const magnitudes = (gradient ?? new Float32Array(0)).map(Math.abs);
  const largest = magnitudes.reduce((max, magnitude) => Math.max(max, magnitude), 1e-12);
  return magnitudes.map((magnitude) => magnitude / largest);
}
