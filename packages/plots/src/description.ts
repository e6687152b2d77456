/**
 * The plot description: plain data that survives `JSON.stringify`, from which every renderer draws.
 * A `null` among the values is a gap: what was NaN or infinite is left out, never joined over.
 */
export interface PlotDescription {
  readonly title: string;
  /** One or two sentences that tell what is to be seen to who cannot see it. */
  readonly summary: string;
  /** How many panels stand side by side; 1 when left out. */
  readonly columns?: number;
  readonly panels: readonly Panel[];
}

export type Panel = ChartPanel | TilesPanel | MatrixPanel | HintonPanel | GraphPanel;

/** `series` counts through the palette; the words follow the theme, light or dark. */
export type Color = number | 'ink' | 'muted';

export type Values = readonly (number | null)[];

/** Lines and bars over two axes. */
export interface ChartPanel {
  readonly kind: 'chart';
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly (LineMark | BarsMark)[];
  /** Height over width, for charts that must keep their shape (ROC); a wide chart when left out. */
  readonly aspect?: number;
}

export interface Axis {
  readonly label: string;
  readonly scale: 'linear' | 'log';
  /** The range shown; taken from the marks and widened to round numbers when left out. */
  readonly domain?: readonly [number, number];
  /** Only whole numbers are meaningful (epochs, updates). */
  readonly whole?: boolean;
}

export interface LineMark {
  readonly type: 'line';
  /** The legend's entry; a mark without a label has none. */
  readonly label?: string;
  readonly x: Values;
  readonly y: Values;
  readonly color: Color;
  /** A dot at each point, as matplotlib's `'o-'`. */
  readonly points: boolean;
  readonly dashed?: boolean;
  /** Drawn lightly: the noise behind a smoothed line, or what another line is compared with. */
  readonly faint?: boolean;
}

export interface BarsMark {
  readonly type: 'bars';
  readonly label?: string;
  /** One more than heights. */
  readonly edges: readonly number[];
  readonly heights: Values;
  readonly color: Color;
}

/** Small pictures in rows: digits, weights, saliency. */
export interface TilesPanel {
  readonly kind: 'tiles';
  readonly title: string;
  readonly columns: number;
  readonly tiles: readonly Tile[];
  /** What the two ends of the color map stand for; no color bar when left out. */
  readonly colorBar?: { readonly colormap: Colormap; readonly low: string; readonly high: string };
}

export interface Tile {
  readonly rows: number;
  readonly columns: number;
  /** Row by row, 0 to 255 along the color map. */
  readonly levels: readonly number[];
  readonly colormap: Colormap;
  readonly caption?: string;
}

/** `gray` runs from black to white, `heat` from dark to bright (viridis), `diverging` from blue over white to red. */
export type Colormap = 'gray' | 'heat' | 'diverging';

/** A table whose cells are shaded, as a confusion matrix. */
export interface MatrixPanel {
  readonly kind: 'matrix';
  readonly title: string;
  readonly rowLabel: string;
  readonly columnLabel: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Row by row. */
  readonly texts: readonly string[];
  /** Row by row, 0 (empty) to 1 (full). */
  readonly shades: readonly number[];
}

/** Squares whose area tells a weight's size and whose color its sign. */
export interface HintonPanel {
  readonly kind: 'hinton';
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
  /** Row by row: the side of each square, 0 to 1, negative for a negative weight; `null` for one that is not finite. */
  readonly sides: Values;
  readonly legend: readonly string[];
}

/** Boxes joined by arrows, from top to bottom. */
export interface GraphPanel {
  readonly kind: 'graph';
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  /** Pairs of node indices, from and to. */
  readonly edges: readonly (readonly [number, number])[];
}

export interface GraphNode {
  readonly label: string;
  readonly detail: string;
  /** Row counted from the top, and place within the row. */
  readonly level: number;
  readonly place: number;
}
