import { type ClassScores, classificationReport } from '@neutype/metrics';
import { percent, type Verdict } from '../../chapters/report.js';
import { type Html, html } from '../html.js';
import { count } from '../words.js';

interface ClassRow extends ClassScores {
  readonly missed: number;
  /** The share of its images that were missed. */
  readonly errorRate: number;
}

/** How well each digit is read. */
export function classesSection({ actual, predicted }: Verdict): Html {
  const { classes, macroAverage } = classificationReport(actual, predicted, { output: 'object' });
  const rows = classes
    .filter(({ support }) => support > 0)
    .map((scores): ClassRow => {
      const errorRate = 1 - scores.recall;
      return { ...scores, errorRate, missed: Math.round(errorRate * scores.support) };
    });
  const worst = Math.max(...rows.map(({ errorRate }) => errorRate));
  return html`<section>
<h2>Digit by digit</h2>
<p class="lead">${leadOf(rows)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Scores by digit"><table class="classes">
<thead><tr><th scope="col">Digit</th><th scope="col">Images</th><th scope="col">Missed</th><th scope="col" class="wide">Share missed</th><th scope="col">Precision</th><th scope="col">Recall</th><th scope="col" class="roomy">F1</th></tr></thead>
<tbody>
${rows.map((row) => classRow(row, worst))}
</tbody>
<tfoot><tr><th scope="row">Mean</th><td></td><td></td><td></td><td>${score(macroAverage.precision)}</td><td>${score(macroAverage.recall)}</td><td class="roomy">${score(macroAverage.f1Score)}</td></tr></tfoot>
</table></div>
<p class="note">Precision: of the images that it calls this digit, the share that are. Recall: of the images of this digit, the share that it finds.<span class="roomy"> F1: their harmonic mean.</span></p>
</section>`;
}

function leadOf(rows: readonly ClassRow[]): string {
  const sorted = rows.toSorted((a, b) => a.errorRate - b.errorRate);
  const [best, worst] = [sorted[0]!, sorted.at(-1)!];
  if (worst.errorRate === 0) return 'Every digit is always read right.';
  if (best.errorRate === worst.errorRate) return `Of every digit, ${percent(worst.errorRate)} are missed.`;
  return (
    `The ${worst.name} is the hardest: ${count(worst.missed)} of ${count(worst.support)} are missed. ` +
    `The ${best.name} is the easiest, with ${count(best.missed)} of ${count(best.support)}.`
  );
}

function classRow(row: ClassRow, worst: number): Html {
  const width = worst === 0 ? 0 : (100 * row.errorRate) / worst;
  return html`<tr><th scope="row">${row.name}</th><td>${count(row.support)}</td><td>${count(row.missed)}</td><td class="wide"><span class="bar"><i style="width:${width.toFixed(1)}%"></i></span><span class="number">${(100 * row.errorRate).toFixed(1)}%</span></td><td>${score(row.precision)}</td><td>${score(row.recall)}</td><td class="roomy">${score(row.f1Score)}</td></tr>
`;
}

function score(value: number): string {
  return value.toFixed(3);
}
