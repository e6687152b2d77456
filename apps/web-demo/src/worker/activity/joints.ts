import type { Parameter } from '@neutype/core';
import type { Network, PlacedLayer } from '@neutype/layers';
import { DIGIT_PIXELS } from '../../shared/recipe.js';
import type { PlannedColumn } from './columns.js';

/** How two columns hang together. */
export type Joint = { readonly from: number; readonly to: number } & (
  | {
      /** Each source has a weight for each target: `[rows, targets]`. The rows of a map are its places. */
      readonly by: 'weights';
      readonly weight: Parameter;
      readonly sources: number;
    }
  | {
      /** Each source has a window of weights for each target: `[height, width, sources / groups, targets]`. */
      readonly by: 'filters';
      readonly weight: Parameter;
    }
  | {
      /** A source goes into one target alone, so many places further on. */
      readonly by: 'passing';
      readonly offset: number;
    }
);

/** How the columns of a network hang together, as far as lines between them have a meaning. */
export function jointsOf(network: Network, columns: readonly PlannedColumn[]): readonly Joint[] {
  const shared = sharedParameters(network);
  return columns.flatMap((column, to) => {
    let offset = 0;
    return column.sources.flatMap((from): Joint[] => {
      const source = columns[from] as PlannedColumn;
      const joint = jointOf(source, column, shared, offset);
      if (column.made === 'concatenate') offset += source.count;
      return joint ? [{ from, to, ...joint } as Joint] : [];
    });
  });
}

/** Distributes over the kinds of joints. */
type Hold<Kind> = Kind extends Joint ? Omit<Kind, 'from' | 'to'> : never;

function jointOf(
  source: PlannedColumn,
  target: PlannedColumn,
  shared: ReadonlySet<Parameter>,
  offset: number,
): Hold<Joint> | undefined {
  const weight = weightOf(target.entry);
  if (weight && !shared.has(weight.source)) return weighted(source, target, weight);
  if (weight || source.kind === 'image') return undefined;
  const isWhole = source.count === target.count || target.made === 'concatenate';
  return isWhole && Object.keys(target.entry.parameters).length === 0 ? { by: 'passing', offset } : undefined;
}

function weighted(source: PlannedColumn, target: PlannedColumn, weight: Parameter): Hold<Joint> | undefined {
  const [rows = 0] = weight.shape;
  if (weight.shape.at(-1) !== target.count) return undefined;
  if (weight.shape.length === 4) return { by: 'filters', weight };
  if (source.kind === 'image') {
    return rows === DIGIT_PIXELS ? { by: 'weights', weight, sources: DIGIT_PIXELS } : undefined;
  }
  const isFlattened = source.isInOrder && rows === source.count * source.rows * source.columns;
  const fits = isFlattened || rows === source.count;
  return fits ? { by: 'weights', weight, sources: source.count } : undefined;
}

/** The weights of a dense layer or a convolution, whose products with what comes in are summed. */
function weightOf({ kind, parameters, settings }: PlacedLayer): Parameter | undefined {
  const weight = parameters['weight'];
  const isConvolution = kind === 'conv2d' && weight?.shape.length === 4;
  const isDense = 'units' in settings && weight?.shape.length === 2;
  return isConvolution || isDense ? weight : undefined;
}

/** Those that several layers have: their gradients tell nothing of one of them. */
function sharedParameters({ layers }: Network): ReadonlySet<Parameter> {
  const seen = new Set<Parameter>();
  const shared = new Set<Parameter>();
  for (const { source: parameter } of layers.flatMap(({ parameters }) => Object.values(parameters))) {
    if (seen.has(parameter)) shared.add(parameter);
    seen.add(parameter);
  }
  return shared;
}
