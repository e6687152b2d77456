import type { Column } from '../../../shared/activity.js';

/** A place on the picture, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where a column is, and each thing that it shows. */
export interface PlacedColumn {
  readonly box: Box;
  readonly spots: readonly Box[];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly PlacedColumn[];
}

/** A column as far as its place depends on it. */
export type Shown = Pick<Column, 'kind' | 'rows' | 'columns' | 'depth'> & {
  readonly shown: ArrayLike<number>;
};

/** A picture narrower than this has smaller things in it. */
const WIDE = 400;
const LEAST_GAP = 10;
const LARGEST_UNIT = 13;
const ANSWER_NODE = 12;
/** Room for the light around the answers, to their right. */
export const GLOW = 14;

/**
 * Columns from left to right by their depth; those of the same depth share the height. They are `width` wide or, where it
 * must be, wider; the picture has `GLOW` more.
 */
export function layOut(columns: readonly Shown[], width: number, height: number): Layout {
  if (columns.length === 0) return { width: width + GLOW, height, columns: [] };
  const isWide = width >= WIDE;
  const largest = isWide
    ? { image: Math.min(150, width / 6), map: Math.min(46, width / 16) }
    : { image: 54, map: 30 };
  const last = Math.max(...columns.map(({ depth }) => depth));
  const lanes = Array.from({ length: last + 1 }, (_, depth) => {
    const members = columns.filter((column) => column.depth === depth);
    return members.map((column) => blockOf(column, height / members.length - 8, largest));
  });
  const widths = lanes.map((blocks) => Math.max(...blocks.map((block) => block.width)));
  const taken = widths.reduce((sum, each) => sum + each, 0);
  const gap = Math.max(LEAST_GAP, (width - taken) / Math.max(1, last));
  const placed = new Map<Shown, PlacedColumn>();
  let left = 0;
  lanes.forEach((blocks, depth) => {
    const members = columns.filter((column) => column.depth === depth);
    const band = height / members.length;
    blocks.forEach((block, index) => {
      const x = left + ((widths[depth] as number) - block.width) / 2;
      const y = index * band + (band - block.height) / 2;
      placed.set(members[index] as Shown, moved(block, x, y));
    });
    left += (widths[depth] as number) + gap;
  });
  return {
    width: left - gap + GLOW,
    height,
    columns: columns.map((column) => placed.get(column) as PlacedColumn),
  };
}

interface Block {
  readonly width: number;
  readonly height: number;
  readonly spots: readonly Box[];
}

function blockOf(
  column: Shown,
  height: number,
  largest: { readonly image: number; readonly map: number },
): Block {
  const count = column.shown.length;
  switch (column.kind) {
    case 'image':
      return grid(1, 1, { width: largest.image, height: largest.image }, 0);
    case 'maps':
      return mapBlock(column, count, height, largest.map);
    case 'units': {
      const pitch = Math.min(LARGEST_UNIT + 4, height / count);
      const size = Math.min(LARGEST_UNIT, pitch * 0.8);
      return grid(count, 1, { width: size, height: size }, pitch - size);
    }
    case 'answers': {
      const pitch = (height + 8) / count;
      return grid(count, 1, { width: ANSWER_NODE, height: ANSWER_NODE }, pitch - ANSWER_NODE);
    }
  }
}

/** Maps below each other, in as many rows as fit; smaller maps look smaller. */
function mapBlock({ rows, columns }: Shown, count: number, height: number, largest: number): Block {
  const gap = 5;
  const side = Math.max(rows, columns);
  const share = Math.min(1, Math.max(0.6, Math.sqrt(side / 24)));
  const across = [1, 2, 3].find((each) => fitted(count, each, height, gap) >= largest * share * 0.85) ?? 3;
  const size = Math.min(largest * share, fitted(count, across, height, gap));
  return grid(count, across, { width: (size * columns) / side, height: (size * rows) / side }, gap);
}

function fitted(count: number, across: number, height: number, gap: number): number {
  const down = Math.ceil(count / across);
  return (height - (down - 1) * gap) / down;
}

function grid(
  count: number,
  across: number,
  { width, height }: { readonly width: number; readonly height: number },
  gap: number,
): Block {
  const down = Math.ceil(count / across);
  const spots = Array.from({ length: count }, (_, index) => ({
    left: Math.floor(index / down) * (width + gap),
    top: (index % down) * (height + gap),
    width,
    height,
  }));
  return { width: across * (width + gap) - gap, height: down * (height + gap) - gap, spots };
}

function moved({ width, height, spots }: Block, left: number, top: number): PlacedColumn {
  return {
    box: { left, top, width, height },
    spots: spots.map((spot) => ({ ...spot, left: spot.left + left, top: spot.top + top })),
  };
}
