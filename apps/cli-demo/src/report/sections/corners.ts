import { averagePrecisionScore, rocAucScore } from '@neutype/metrics';
import { type ChartPanel, type Plot, plot, plotPrecisionRecallCurve, plotRocCurve } from '@neutype/plots';
import type { Verdict } from '../../chapters/report.js';
import { figure } from '../figure.js';
import { type Html, html } from '../html.js';

/** The curves of each digit against the others, where they bend. */
export function cornersSection({ actual, probabilities }: Verdict): Html {
  const roc = plotRocCurve(actual, probabilities, { corner: true });
  const precision = plotPrecisionRecallCurve(actual, probabilities, { corner: true });
  const areas = rocAucScore(actual, probabilities, { multiClass: 'ovr', average: null });
  const averages = averagePrecisionScore(actual, probabilities, { average: null });
  return html`<section>
<h2>Each digit against the rest</h2>
<p class="lead">Whoever asks for more certainty before calling an image a 7 finds fewer of the 7s, and is wrong less often. Each curve shows that bargain for one digit.</p>
<div class="pair">
${figure(shortlyLabeled(roc), {
  id: 'roc',
  width: 430,
  caption: html`<b>ROC curves</b>, their areas ${rangeOf(areas)}. ${zoomOf(roc, 'upper left')}`,
})}
${figure(shortlyLabeled(precision), {
  id: 'precision',
  width: 430,
  caption: html`<b>Precision and recall</b>, on average ${rangeOf(averages)}. ${zoomOf(precision, 'upper right')}`,
})}
</div>
</section>`;
}

/** The legend with the digits alone: their scores are in the caption. */
function shortlyLabeled({ description }: Plot): Plot {
  const panel = description.panels[0] as ChartPanel;
  const marks = panel.marks.map(({ label, ...mark }) =>
    label === undefined ? mark : { ...mark, label: label.split(' ')[0]! },
  );
  return plot({ ...description, panels: [{ ...panel, marks }] });
}

/** `from 0.9987 (8) to 0.9999 (1)`; a digit without images has no score. */
function rangeOf(scores: readonly number[]): string {
  const known = scores
    .map((score, digit) => ({ score, digit }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => a.score - b.score);
  const [least, most] = [known[0]!, known.at(-1)!];
  const text = ({ score, digit }: typeof least) => `${score.toFixed(4)} (${digit})`;
  return `from ${text(least)} to ${text(most)}`;
}

function zoomOf({ description }: Plot, which: string): string {
  const [low, high] = (description.panels[0] as ChartPanel).y.domain!;
  const side = high - low;
  if (side === 1) return '';
  const percent = Number((100 * side).toPrecision(3));
  return `Only the ${which} corner is shown: ${percent}% of each axis. On axes from 0 to 1 the curves would all seem to run along the frame.`;
}
