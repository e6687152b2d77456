import { escapeControls } from '@neutype/errors';
import { grouped } from './shape.js';

/** What one row of the table says of a layer. */
export interface TableRow {
  readonly name: string;
  readonly outputShape: string;
  readonly parameterCount: number;
}

/**
 * The network as a table: one row a layer, and the total of its parameters.
 *
 * `untrained` of them are kept by the layers themselves (running means, say) and are counted apart from those that
 * the optimizer moves.
 */
export function formatTable(layers: readonly TableRow[], untrained: number): string {
  const total = layers.reduce((sum, layer) => sum + layer.parameterCount, 0);
  const header = ['Layer', 'Output shape', 'Parameters'];
  const body = layers.map((layer) => [
    escapeControls(layer.name),
    layer.outputShape,
    grouped(layer.parameterCount),
  ]);
  const footer = ['Total', '', grouped(total)];
  const widths = header.map((_, column) =>
    Math.max(...[header, ...body, footer].map((cells) => (cells[column] as string).length)),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 2 ? cell.padStart(widths[column] as number) : cell.padEnd(widths[column] as number),
      )
      .join('  ');
  const note = untrained > 0 ? [`of which ${grouped(untrained)} are not trained`] : [];
  return [line(header), rule, ...body.map(line), rule, line(footer), ...note].join('\n');
}
