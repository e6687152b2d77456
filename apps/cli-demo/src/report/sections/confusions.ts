import { confusionMatrix } from '@neutype/metrics';
import { plotConfusionMatrix } from '@neutype/plots';
import type { Verdict } from '../../chapters/report.js';
import { figure } from '../figure.js';
import { type Html, html } from '../html.js';
import { type Confusion, confusionsOf, mistakesOf } from '../mistakes.js';
import { count, counted } from '../words.js';

const MOST_CONFUSIONS = 10;

/** Which digit is taken for which; nothing where none is. */
export function confusionsSection(verdict: Verdict): Html | undefined {
  const mistakes = mistakesOf(verdict);
  const confusions = confusionsOf(mistakes);
  const [worst] = confusions;
  if (worst === undefined) return undefined;
  const shown = confusions.slice(0, MOST_CONFUSIONS);
  const plot = plotConfusionMatrix(confusionMatrix(verdict.actual, verdict.predicted), { mistakes: true });
  return html`<section class="page">
<h2>What it takes for what</h2>
<p class="lead">${leadOf(worst, shown, mistakes.length)}</p>
<div class="pair">
${figure(plot, {
  id: 'confusions',
  width: 480,
  caption:
    'The darker a cell, the more frequent the mistake. The diagonal is what was read right, and left pale.',
})}
<div>
<h3>The most frequent mistakes</h3>
<ol class="bars">
${shown.map((confusion) => bar(confusion, worst.times))}
</ol>
</div>
</div>
</section>`;
}

function leadOf({ actual, predicted, times }: Confusion, shown: readonly Confusion[], total: number): string {
  if (times === 1) return `No mistake was made twice: ${counted(total, 'mistake')}, each of another kind.`;
  const sum = shown.reduce((all, each) => all + each.times, 0);
  const most = `Most often it takes a ${actual} for a ${predicted}: ${count(times)} times.`;
  if (sum === total) return most;
  const share = Math.round((100 * sum) / total);
  return `${most} The ${counted(shown.length, 'confusion')} listed here are ${share}% of all ${count(total)} mistakes.`;
}

function bar({ actual, predicted, times }: Confusion, most: number): Html {
  return html`<li><span class="what"><span class="hidden">a </span>${actual}<span aria-hidden="true"> → </span><span class="hidden"> taken for a </span>${predicted}</span><span class="bar" aria-hidden="true"><i style="width:${((100 * times) / most).toFixed(1)}%"></i></span><span class="number">${count(times)}<span class="hidden"> times</span></span></li>
`;
}
