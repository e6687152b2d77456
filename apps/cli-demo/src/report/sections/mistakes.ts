import type { NdArray } from '@neutype/ndarray';
import { pngDataUrl } from '@neutype/plots';
import { type Html, html } from '../html.js';
import { type Mistake, mistakesOf } from '../mistakes.js';
import type { Checked } from '../run.js';
import { count, counted, sureness } from '../words.js';

const PICTURES = 6;
const CERTAIN = 0.99;

/** What was misread, as pictures, digit by digit; nothing where nothing was. */
export function mistakesSection({ verdict, pictures }: Checked): Html | undefined {
  const mistakes = mistakesOf(verdict);
  if (mistakes.length === 0) return undefined;
  const byClass = groupedByClass(mistakes);
  const certain = mistakes.filter((mistake) => mistake.sureness > CERTAIN).length;
  const supports = (digit: number) =>
    verdict.actual.data.reduce((sum, label) => sum + (label === digit ? 1 : 0), 0);
  return html`<section class="page">
<h2>What it got wrong</h2>
<p class="lead">${leadOf(certain, mistakes.length)} Of each digit, those that it was surest of; beneath each picture, what it took it for and how sure it was.</p>
<div class="mistakes">
${byClass.map(([digit, those]) => classOf(digit, those, supports(digit), pictures))}
</div>
</section>`;
}

function leadOf(certain: number, total: number): string {
  if (certain === 0)
    return `It was never more than 99% sure of ${total === 1 ? 'its one mistake' : 'a mistake'}.`;
  if (total === 1) return 'It was more than 99% sure of its one mistake.';
  return `It was more than 99% sure of ${count(certain)} of its ${count(total)} mistakes.`;
}

function groupedByClass(mistakes: readonly Mistake[]): [digit: number, mistakes: Mistake[]][] {
  const groups = new Map<number, Mistake[]>();
  for (const mistake of mistakes)
    groups.set(mistake.actual, [...(groups.get(mistake.actual) ?? []), mistake]);
  return [...groups].sort(([a], [b]) => a - b);
}

function classOf(digit: number, mistakes: readonly Mistake[], support: number, pictures: NdArray): Html {
  return html`<article>
<h3><b>${digit}</b> <span>${count(mistakes.length)} of ${count(support)}<span class="hidden"> misread</span></span></h3>
<ul>
${mistakes.slice(0, PICTURES).map((mistake) => pictureOf(mistake, pictures))}
</ul>
</article>
`;
}

function pictureOf({ index, actual, predicted, sureness: probability }: Mistake, pictures: NdArray): Html {
  const [, rows, columns] = pictures.shape as [number, number, number];
  const alt = `A ${actual} that was taken for a ${predicted}`;
  const source = inkOnPaper(pictures.row(index).data, rows, columns);
  return html`<li><img src="${source}" width="${columns}" height="${rows}" alt="${alt}"><span class="said"><span aria-hidden="true">→ </span>${predicted}</span> <span class="sure">${sureness(probability)}</span></li>
`;
}

/** Dark on white, as people write: pixels from 0 to 1 are ink. */
function inkOnPaper(pixels: ArrayLike<number>, rows: number, columns: number): string {
  const levels = Array.from(pixels, (ink) => Math.round(255 * (1 - Math.min(1, Math.max(0, ink)))));
  return pngDataUrl({ rows, columns, levels, colormap: 'gray' });
}

/** Said elsewhere where the section is left out. */
export function noMistakes({ verdict }: Checked): Html | undefined {
  if (mistakesOf(verdict).length > 0) return undefined;
  return html`<section><h2>What it got wrong</h2><p class="lead">Nothing: all ${counted(verdict.actual.length, 'image')} were read right.</p></section>`;
}
