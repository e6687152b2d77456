import type { Activity, Column, ColumnActivity } from '../../../shared/activity.js';
import { percentInWords } from '../../draw/percent.js';

/** What stands under a column: what it is, and of which size. Where there is little room, in two short words. */
export function captionOf(
  { kind, count, shown, rows, columns }: ColumnActivity,
  isDrawing: boolean,
  isWide: boolean,
): readonly [string, string] {
  switch (kind) {
    case 'image':
      return isWide
        ? [isDrawing ? 'your drawing' : 'a digit', '28×28 pixels']
        : [isDrawing ? 'yours' : 'a digit', ''];
    case 'answers':
      return ['answer', ''];
    case 'maps':
    case 'units': {
      const name = `${kind === 'maps' ? 'map' : 'unit'}${count === 1 ? '' : 's'}`;
      const number = count.toLocaleString('en');
      if (!isWide) return [number, name];
      const some = shown.length < count ? `${shown.length} of ${number} ${name}` : `${number} ${name}`;
      return [some, kind === 'maps' ? `${rows}×${columns}` : ''];
    }
  }
}

/** What a unit or map is called. */
export function nameOf({ kind, count }: Pick<Column, 'kind' | 'count'>, unit: number): string {
  if (kind === 'answers') return `Answer ${unit}`;
  return `${kind === 'maps' ? 'Map' : 'Unit'} ${unit + 1} of ${count.toLocaleString('en')}`;
}

/** What is to be seen on the picture, in a sentence. */
export function pictureInWords({ columns, drawing, answer, probabilities }: Activity): string {
  const image = drawing === undefined ? 'A digit' : 'Your drawing';
  const sure = probabilities[answer];
  const end =
    sure === undefined || Number.isNaN(sure)
      ? 'the network gives no numbers any more'
      : `the network is ${percentInWords(sure)} sure that it is ${answer === 8 ? 'an' : 'a'} ${answer}`;
  return `${image} goes ${wayThrough(columns)}: ${end}.`;
}

/** What is to be seen on the picture of a network that is not trained. */
export function sketchInWords({ columns }: Activity): string {
  return `A digit would go ${wayThrough(columns)}: this network is not trained yet.`;
}

function wayThrough(columns: readonly Column[]): string {
  const way = columns
    .filter(({ kind }) => kind === 'maps' || kind === 'units')
    .map(({ kind, count, rows, columns: across }) =>
      kind === 'units'
        ? `${count} unit${count === 1 ? '' : 's'}`
        : `${count} map${count === 1 ? '' : 's'} of ${rows} by ${across}`,
    );
  return way.length === 0 ? 'straight to the answers' : `through ${way.join(', then ')}`;
}
