import type { Parameter } from '@neutype/core';
import { escapeControls } from '@neutype/errors';
import type { Graph } from './graph.js';
import type { PlacedLayer } from './placedLayer.js';
import { formatBatchShape, grouped } from './shape.js';

/** The layers of a network as a table and, where it has several outputs or names for them, which layers give these. */
export function formatNetwork({ placed, ends, endNames }: Graph, parameters: readonly Parameter[]): string {
  const table = formatLayers([...placed.values()], parameters);
  if (ends.length === 1 && !endNames) return table;
  const outputs = ends.map((end, index) => {
    const layer = escapeControls(placed.get(end)?.name ?? '');
    const name = endNames?.[index];
    return name === undefined || name === layer ? layer : `${escapeControls(name)} from ${layer}`;
  });
  return `${table}\nOutputs: ${outputs.join(', ')}`;
}

/**
 * Layers as a table: one row a layer, and the total of its parameters. Where they are no chain, a column says what each
 * takes its inputs from.
 *
 * Those that are not trained, running means and frozen ones, are counted apart from those that the optimizer moves.
 *
 * @param parameters those of all layers, each once
 */
function formatLayers(layers: readonly PlacedLayer[], parameters: readonly Parameter[]): string {
  const columns = [...COLUMNS, ...(isChain(layers) ? [] : [INPUTS])];
  const twins = twinsOf(layers);
  const header = columns.map(({ title }) => title);
  const body = layers.map((layer) => columns.map(({ cell }) => cell(layer, twins.get(layer.name))));
  const footer = columns.map((_, column) => ['Total', '', grouped(countValues(parameters))][column] ?? '');
  const widths = header.map((_, column) =>
    Math.max(...[header, ...body, footer].map((cells) => (cells[column] as string).length)),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        columns[column]?.isNumber
          ? cell.padStart(widths[column] as number)
          : cell.padEnd(widths[column] as number),
      )
      .join('  ')
      .trimEnd();
  const untrained = countValues(parameters.filter(({ trainable }) => !trainable));
  const note = untrained > 0 ? [`of which ${grouped(untrained)} are not trained`] : [];
  return [line(header), rule, ...body.map(line), rule, line(footer), ...note].join('\n');
}

interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
  /** @param twin the layer above that has the same parameters */
  readonly cell: (layer: PlacedLayer, twin: string | undefined) => string;
}

const COLUMNS: readonly Column[] = [
  { title: 'Layer', cell: ({ name }) => escapeControls(name) },
  { title: 'Output shape', cell: ({ outputShape }) => formatBatchShape(outputShape) },
  {
    title: 'Parameters',
    isNumber: true,
    cell: ({ parameters }, twin) =>
      twin === undefined ? grouped(countValues(Object.values(parameters))) : `as ${escapeControls(twin)}`,
  },
];

const INPUTS: Column = {
  title: 'Connected to',
  cell: ({ inputs }) => inputs.map(escapeControls).join(', '),
};

function isChain(layers: readonly PlacedLayer[]): boolean {
  return layers.every(({ inputs }, index) => inputs.join() === (layers[index - 1]?.name ?? ''));
}

/** Of layers whose parameters another one before them has: which. */
function twinsOf(layers: readonly PlacedLayer[]): ReadonlyMap<string, string> {
  const owners = new Map<Parameter, string>();
  const twins = new Map<string, string>();
  for (const { name, parameters } of layers) {
    for (const parameter of Object.values(parameters)) {
      const owner = owners.get(parameter);
      if (owner === undefined) owners.set(parameter, name);
      else twins.set(name, owner);
    }
  }
  return twins;
}

function countValues(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { size }) => sum + size, 0);
}
