import { checkChoice, checkCount, checkNumber, shown } from '@neutype/errors';
import { checkObject, checkText } from './checks.js';
import type {
  Axis,
  BarsMark,
  ChartPanel,
  GraphPanel,
  HintonPanel,
  LineMark,
  MatrixPanel,
  Panel,
  PlotDescription,
  TilesPanel,
} from './description.js';
import { PlotError } from './plotError.js';

/** Descriptions that were looked at: they are never changed. */
const checked = new WeakSet<PlotDescription>();

/**
 * The description of a plot, or one that was stored as JSON or written by hand, checked so that every renderer can rely
 * on it.
 *
 * @throws PlotError, or OptionError for a field of the wrong kind
 */
export function descriptionOf(
  where: string,
  plot: PlotDescription | { readonly description: PlotDescription },
): PlotDescription {
  checkObject(where, plot, 'a plot or its description');
  const description = 'description' in plot ? plot.description : plot;
  if (checked.has(description)) return description;
  checkDescription(where, description);
  checked.add(description);
  return description;
}

function checkDescription(where: string, description: PlotDescription): void {
  checkObject(where, description, 'a description with a title, a summary and panels');
  const { title, summary, columns = 1, panels } = description;
  checkText(`${where}, title`, title);
  checkText(`${where}, summary`, summary);
  checkCount(`${where}, columns`, columns);
  checkSome(`${where}, panels`, panels);
  for (const [index, panel] of panels.entries()) checkPanel(`${where}, panel ${index}`, panel);
}

function checkPanel(where: string, panel: Panel): void {
  checkObject(where, panel, 'a panel with a kind');
  checkText(`${where}, title`, panel.title);
  checkChoice(`${where}, kind`, panel.kind, ['chart', 'tiles', 'matrix', 'hinton', 'graph']);
  if (panel.kind === 'chart') checkChart(where, panel);
  else if (panel.kind === 'tiles') checkTiles(where, panel);
  else if (panel.kind === 'matrix') checkMatrix(where, panel);
  else if (panel.kind === 'hinton') checkHinton(where, panel);
  else checkGraph(where, panel);
}

function checkChart(where: string, { x, y, marks, aspect = 1 }: ChartPanel): void {
  checkAxis(`${where}, x`, x);
  checkAxis(`${where}, y`, y);
  checkNumber(`${where}, aspect`, aspect, { above: 0 });
  checkList(`${where}, marks`, marks);
  for (const [index, mark] of marks.entries()) checkMark(`${where}, mark ${index}`, mark);
}

function checkAxis(where: string, axis: Axis): void {
  checkObject(where, axis, 'an axis with a label and a scale');
  checkText(`${where}, label`, axis.label);
  checkChoice(`${where}, scale`, axis.scale, ['linear', 'log']);
  if (axis.domain === undefined) return;
  checkLength(`${where}, domain`, axis.domain, 2);
  checkNumber(`${where}, domain`, axis.domain[0], axis.scale === 'log' ? { above: 0 } : {});
  checkNumber(`${where}, domain`, axis.domain[1], { from: axis.domain[0] });
}

function checkMark(where: string, mark: LineMark | BarsMark): void {
  checkObject(where, mark, 'a mark with a type');
  checkChoice(`${where}, type`, mark.type, ['line', 'bars']);
  if (mark.label !== undefined) checkText(`${where}, label`, mark.label);
  if (mark.color !== 'ink' && mark.color !== 'muted') checkCount(`${where}, color`, mark.color, 0);
  if (mark.type === 'line') {
    checkNumbers(`${where}, x`, mark.x);
    checkNumbers(`${where}, y`, mark.y, mark.x.length);
  } else {
    checkNumbers(`${where}, heights`, mark.heights);
    checkNumbers(`${where}, edges`, mark.edges, mark.heights.length + 1);
  }
}

function checkTiles(where: string, { columns, tiles, colorBar }: TilesPanel): void {
  checkCount(`${where}, columns`, columns);
  checkList(`${where}, tiles`, tiles);
  for (const [index, tile] of tiles.entries()) {
    const at = `${where}, tile ${index}`;
    checkObject(at, tile, 'a tile with rows, columns and levels');
    checkCount(`${at}, rows`, tile.rows);
    checkCount(`${at}, columns`, tile.columns);
    checkNumbers(`${at}, levels`, tile.levels, tile.rows * tile.columns);
    checkColormap(at, tile.colormap);
    if (tile.caption !== undefined) checkText(`${at}, caption`, tile.caption);
  }
  if (colorBar === undefined) return;
  checkObject(`${where}, colorBar`, colorBar, 'a colormap with texts for its ends');
  checkColormap(`${where}, colorBar`, colorBar.colormap);
  checkTexts(`${where}, colorBar`, [colorBar.low, colorBar.high]);
}

function checkColormap(where: string, colormap: unknown): void {
  checkChoice(`${where}, colormap`, colormap, ['gray', 'heat', 'diverging']);
}

function checkMatrix(where: string, panel: MatrixPanel): void {
  checkText(`${where}, rowLabel`, panel.rowLabel);
  checkText(`${where}, columnLabel`, panel.columnLabel);
  checkSome(`${where}, rows`, panel.rows);
  checkSome(`${where}, columns`, panel.columns);
  const cells = panel.rows.length * panel.columns.length;
  checkTexts(`${where}, rows`, panel.rows);
  checkTexts(`${where}, columns`, panel.columns);
  checkTexts(`${where}, texts`, panel.texts, cells);
  checkNumbers(`${where}, shades`, panel.shades, cells);
}

function checkHinton(where: string, panel: HintonPanel): void {
  checkCount(`${where}, rows`, panel.rows);
  checkCount(`${where}, columns`, panel.columns);
  checkNumbers(`${where}, sides`, panel.sides, panel.rows * panel.columns);
  checkTexts(`${where}, legend`, panel.legend, 2);
}

function checkGraph(where: string, { nodes, edges }: GraphPanel): void {
  checkSome(`${where}, nodes`, nodes);
  checkList(`${where}, edges`, edges);
  for (const [index, node] of nodes.entries()) {
    const at = `${where}, node ${index}`;
    checkObject(at, node, 'a node with a label and a place');
    checkTexts(at, [node.label, node.detail]);
    checkNumber(`${at}, level`, node.level, { from: 0, below: nodes.length, whole: true });
    checkNumber(`${at}, place`, node.place, { from: 0, below: nodes.length, whole: true });
  }
  for (const [index, edge] of edges.entries()) {
    const at = `${where}, edge ${index}`;
    checkLength(at, edge, 2);
    for (const end of edge) checkNumber(at, end, { from: 0, below: nodes.length, whole: true });
  }
}

function checkList(where: string, list: unknown): asserts list is readonly unknown[] {
  if (!Array.isArray(list)) throw new PlotError({ where, expected: 'an array', received: shown(list) });
}

function checkSome(where: string, list: unknown): void {
  checkList(where, list);
  if (list.length === 0) throw new PlotError({ where, expected: 'at least one', received: 'none' });
}

function checkLength(where: string, list: unknown, length: number): asserts list is readonly unknown[] {
  checkList(where, list);
  if (list.length === length) return;
  throw new PlotError({ where, expected: `${length} values`, received: `${list.length}` });
}

function checkTexts(where: string, texts: readonly unknown[], length = texts?.length): void {
  checkLength(where, texts, length);
  for (const text of texts) checkText(where, text);
}

/** Numbers, and `null` for gaps. */
function checkNumbers(where: string, values: readonly unknown[], length = values?.length): void {
  checkLength(where, values, length);
  const wrong = values.findIndex((value) => value !== null && !Number.isFinite(value));
  if (wrong === -1) return;
  const received = `${shown(values[wrong])} at [${wrong}]`;
  throw new PlotError({ where, expected: 'finite numbers, and null for gaps', received });
}
