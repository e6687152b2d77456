import { multiHeadAttention } from '@neutype/layers';
import { type Axis, BATCH, sizeOf } from '../atoms.js';
import type { NodeReading } from '../node.js';
import type { Context, Step, StepDefinition, Values } from '../step.js';
import type { Trunk } from '../trunk.js';
import { sameAxes, type View, viewOf } from '../view.js';
import type { Scores } from './scores.js';

/** The heads of a view whose last two axes are time and features. */
export function headsOf(node: NodeReading, { axes }: View): Axis {
  const leading = axes.slice(0, -2).flat();
  if (axes.length < 3 || !leading.includes(BATCH) || axes.slice(-2).flat().includes(BATCH)) {
    throw node.error('[samples, heads, time, features]');
  }
  return leading.filter((atom) => atom !== BATCH);
}

/**
 * Attention as a step that nothing is taken from yet: what follows is most often the projection of the heads' outputs, which
 * our layer has in it.
 */
export function placedContext(node: NodeReading, scores: Scores, value: View, heads: Axis): View {
  const { trunk } = node;
  const { query, key } = scores;
  const [time, , features] = [query.axes.at(-2)!, query.axes.at(-1)!, value.axes.at(-1)!];
  const asSequence = (view: View): Step =>
    trunk.arranged(view, [[BATCH], view.axes.at(-2)!, [...headsOf(node, view), ...view.axes.at(-1)!]]);
  const context: Context = {
    heads: sizeOf(heads),
    causal: scores.causal,
    scale: scores.factor,
    query: asSequence(query),
    key: asSequence(key),
    value: asSequence(value),
  };
  const { query: asked, value: given } = context;
  if (given.shape[1] !== asked.shape[1]) throw node.error('values of as many features as the queries');
  const bare = attentionOf(trunk, context, undefined, undefined, asked.shape[1]!);
  const step = trunk.add({ ...bare, context });
  return viewOf(step, [[BATCH], time, [...heads, ...features]], [...query.axes.slice(0, -1), features]);
}

/** Attention with the projection behind it in one layer; `undefined` where the view is something else. */
export function projectedAttention(
  node: NodeReading,
  { step, placed }: View,
  features: Axis,
  matrix: Float32Array,
  units: number,
): Step | undefined {
  const { context } = step;
  if (context === undefined || !sameAxes([placed.at(-1)!], [features])) return undefined;
  const [source] = sourceOf(node.trunk, context.query);
  if (source.shape.at(-1) !== units) return undefined;
  return node.trunk.add(attentionOf(node.trunk, context, matrix, undefined, units));
}

interface Projection {
  readonly units: number;
  readonly weight: Float32Array;
  readonly bias: Float32Array | undefined;
}

/** What a projection was made from, and its weights; a step that is none, from itself. */
function sourceOf(trunk: Trunk, step: Step): readonly [Step, Projection] {
  const [input] = step.inputs;
  if (step.linear !== undefined && input !== undefined) return [input, step.linear];
  return [step, unprojected(trunk, step)];
}

function unprojected(trunk: Trunk, step: Step): Projection {
  const units = step.shape.at(-1)!;
  return { units, weight: identity(trunk, units), bias: undefined };
}

function attentionOf(
  trunk: Trunk,
  context: Context,
  outputWeight: Float32Array | undefined,
  outputBias: Float32Array | undefined,
  units: number,
): StepDefinition {
  const { heads, causal, scale } = context;
  const [query, key, value] = [context.query, context.key, context.value].map((step) =>
    bySource(trunk, step, context, units),
  );
  const headSize = context.query.shape[1]! / heads;
  const valueSize = context.value.shape[1]! / heads;
  const rest = scale * Math.sqrt(headSize);
  const asked = Math.abs(rest - 1) < 1e-6 ? query![1] : timesAll(query![1], rest);
  const all = [asked, key![1], value![1]];
  const hasBias = outputBias !== undefined || all.some(({ bias }) => bias !== undefined);
  const sources = [query![0], key![0], value![0]];
  const isSelf = sources.every((source) => source === sources[0]);
  const projection = { units, weight: outputWeight ?? identity(trunk, units), bias: outputBias };
  const fits = headSize * heads === units && valueSize === headSize;
  return {
    layer: multiHeadAttention(heads, {
      ...(causal && { causal }),
      ...(!fits && { headSize, ...(valueSize !== headSize && { valueSize }) }),
      ...(!hasBias && { bias: null }),
    }),
    inputs: isSelf ? [sources[0]!] : sources,
    values: {
      ...named('query', asked, hasBias),
      ...named('key', key![1], hasBias),
      ...named('value', value![1], hasBias),
      ...named('output', projection, hasBias),
    },
    ...(outputWeight && { shifted: (by) => attentionOf(trunk, context, outputWeight, by, units) }),
  };
}

/** Queries are taken from where the output's features come from, or from themselves. */
function bySource(trunk: Trunk, step: Step, { query }: Context, units: number): readonly [Step, Projection] {
  const [source, projection] = sourceOf(trunk, step);
  if (step !== query || source.shape.at(-1) === units) return [source, projection];
  return [step, unprojected(trunk, step)];
}

function timesAll({ units, weight, bias }: Projection, by: number): Projection {
  return { units, weight: weight.map((value) => value * by), bias: bias?.map((value) => value * by) };
}

function named(role: string, { units, weight, bias }: Projection, hasBias: boolean): Values {
  return {
    [`${role}Weight`]: weight,
    ...(hasBias && { [`${role}Bias`]: bias ?? new Float32Array(units) }),
  };
}

function identity(trunk: Trunk, size: number): Float32Array {
  trunk.allowance.take(size * size, 'attention without a projection');
  const matrix = new Float32Array(size * size);
  for (let index = 0; index < size; index++) matrix[index * (size + 1)] = 1;
  return matrix;
}
