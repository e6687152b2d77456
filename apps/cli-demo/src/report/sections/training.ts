import type { EpochRecord } from '@neutype/optimizers';
import { figure } from '../figure.js';
import { type Html, html } from '../html.js';
import { isLogarithmic, lossCurve, verdictOnCurves } from '../lossCurve.js';
import { type Run, updatesPerEpoch } from '../run.js';
import { count, duration, loss } from '../words.js';

/** More rows say no more. */
const MOST_ROWS = 12;

/** How the loss went; nothing where there was no update. */
export function trainingSection(run: Run): Html | undefined {
  const { history } = run.optimizer;
  const whole = updatesPerEpoch(run);
  if (history.train.length === 0) return undefined;
  const lead = verdictOnCurves(history);
  const plot = lossCurve(history, whole);
  const caption = isLogarithmic(plot)
    ? 'The axis is logarithmic: equal distances are equal ratios.'
    : 'The loss of training is taken before each update, that of the validation after each epoch.';
  return html`<section>
<h2>How it learned</h2>
${lead && html`<p class="lead">${lead}</p>`}
<div class="${history.epochs.length === 0 ? 'one' : 'curve'}">
${figure(plot, { id: 'loss', width: 430, caption })}
${epochTable(history.epochs, whole)}
</div>
</section>`;
}

function epochTable(epochs: readonly EpochRecord[], whole: number): Html | undefined {
  if (epochs.length === 0) return undefined;
  const best = bestOf(epochs);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Losses by epoch"><table>
<thead><tr><th scope="col">Epoch</th><th scope="col">Training</th><th scope="col">Validation</th><th scope="col">Time</th></tr></thead>
<tbody>
${chosen(epochs, best).map((record) => row(record, { isBest: record === best && epochs.filter(({ valid }) => valid !== undefined).length > 1, isPart: record.updates < whole }))}
</tbody></table></div>`;
}

function row(
  { epoch, trainMean, valid, seconds }: EpochRecord,
  { isBest, isPart }: { readonly isBest: boolean; readonly isPart: boolean },
): Html {
  return html`<tr${isBest && html` class="best"`}><th scope="row">${count(epoch)}${tag(isPart, ' in part')}</th><td>${loss(trainMean)}</td><td>${tag(
    isBest,
    'lowest ',
  )}${valid === undefined ? '–' : loss(valid)}</td><td>${duration(seconds)}</td></tr>
`;
}

function tag(isShown: boolean, text: string): Html | false {
  return isShown && html`<span class="tag">${text}</span>`;
}

function bestOf(epochs: readonly EpochRecord[]): EpochRecord | undefined {
  const measured = epochs.filter(({ valid }) => valid !== undefined && Number.isFinite(valid));
  return measured.length === 0 ? undefined : measured.reduce((a, b) => (b.valid! < a.valid! ? b : a));
}

/** All epochs, or of many the first, the best, the last and some between them, evenly. */
function chosen(epochs: readonly EpochRecord[], best: EpochRecord | undefined): EpochRecord[] {
  if (epochs.length <= MOST_ROWS) return [...epochs];
  const stride = (epochs.length - 1) / (MOST_ROWS - 2);
  const places = new Set(Array.from({ length: MOST_ROWS - 1 }, (_, index) => Math.round(index * stride)));
  return epochs.filter((record, index) => places.has(index) || record === best);
}
