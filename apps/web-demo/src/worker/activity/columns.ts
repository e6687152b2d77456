import type { Network, PlacedLayer } from '@neutype/layers';
import { sizeOf } from '@neutype/ndarray';
import type { Column } from '../../shared/activity.js';
import { DIGIT_SIDE } from '../../shared/recipe.js';

/** A column of the picture, and the layers behind it. */
export interface PlannedColumn extends Column {
  /** The layer that the column begins with, which computes something from other columns. */
  readonly entry: PlacedLayer;
  /** The layer whose outputs it shows: the last of the column that still has its shape. */
  readonly shownLayer: string;
  /** Whether what leaves it has its values in the order of the column's shape. */
  readonly isInOrder: boolean;
}

/** The column without the layers behind it, to be told the page. */
export function plainColumn({
  entry: _entry,
  shownLayer: _shown,
  isInOrder: _order,
  ...column
}: PlannedColumn): Column {
  return column;
}

type Draft = { -readonly [Key in keyof PlannedColumn]: PlannedColumn[Key] };

/** The columns of a network's picture, from the image to the answers, each after those that it takes its inputs from. */
export function columnsOf({ layers }: Network): readonly PlannedColumn[] {
  const columns: Draft[] = [];
  const columnOf = new Map<string, number>();
  for (const layer of layers) {
    const sources = [...new Set(layer.inputs.map((name) => columnOf.get(name) as number))];
    const [source] = sources;
    const before = source === undefined ? undefined : columns[source];
    const shape = pictureShape(layer);
    if (before && source !== undefined && (isPassing(layer) || !shape)) {
      merge(layer, before);
      columnOf.set(layer.name, source);
      continue;
    }
    columnOf.set(layer.name, columns.length);
    const depth = 1 + Math.max(-1, ...sources.map((each) => columns[each]?.depth ?? 0));
    columns.push({
      ...(before && shape ? shape : IMAGE),
      layer: layer.name,
      made: layer.kind,
      sources,
      depth,
      entry: layer,
      shownLayer: layer.name,
      isInOrder: true,
    });
  }
  const last = columns[columnOf.get(layers.at(-1)?.name ?? '') ?? 0];
  if (last && last.kind === 'units') last.kind = 'answers';
  return columns;
}

const IMAGE = { kind: 'image', count: 1, rows: DIGIT_SIDE, columns: DIGIT_SIDE } as const;

type PictureShape = Pick<Column, 'kind' | 'count' | 'rows' | 'columns'>;

/** How outputs of a layer look; nothing where they are neither numbers in a row nor images. */
function pictureShape({ outputShape }: PlacedLayer): PictureShape | undefined {
  const [first = 1, second = 1, third = 1] = outputShape;
  if (outputShape.length === 1) return { kind: 'units', count: first, rows: 1, columns: 1 };
  if (outputShape.length === 2) return { kind: 'maps', count: 1, rows: first, columns: second };
  if (outputShape.length !== 3) return undefined;
  if (first * second === 1) return { kind: 'units', count: third, rows: 1, columns: 1 };
  return { kind: 'maps', count: third, rows: first, columns: second };
}

/** Whether a layer only passes on what comes: value by value, or in another arrangement. */
function isPassing({ inputs, inputShape, outputShape, parameters }: PlacedLayer): boolean {
  const isWeighted = Object.values(parameters).some(({ shape }) => shape.length > 1);
  return inputs.length === 1 && !isWeighted && sizeOf(inputShape) === sizeOf(outputShape);
}

function merge(layer: PlacedLayer, column: Draft): void {
  if (!isPassing(layer) || layer.kind === 'transpose') column.isInOrder = false;
  const shape = pictureShape(layer);
  const isAlike =
    column.kind !== 'image' &&
    shape?.count === column.count &&
    shape.rows === column.rows &&
    shape.columns === column.columns;
  if (isAlike) column.shownLayer = layer.name;
}
