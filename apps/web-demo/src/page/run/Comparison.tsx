import { phase } from '../state/run.js';
import { bestAccuracy, type Run, secondsOf } from '../state/runRecord.js';
import { forgetFormer, former, isFormerKept, run, runNames } from '../state/runs.js';
import { formatTime } from './formatTime.js';

/** Two runs in figures, once there are two. */
export function Comparison() {
  if (!run.value || !former.value) return null;
  const [now, before] = runNames.value;
  return (
    <div class="comparison">
      <h3 id="comparison-title">Beside the run before</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section class="scroll" aria-labelledby="comparison-title" tabIndex={0}>
        <table data-testid="comparison">
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">Parameters</th>
              <th scope="col">Epochs</th>
              <th scope="col">Training loss</th>
              <th scope="col">Validation loss</th>
              <th scope="col">Best accuracy</th>
              <th scope="col">Time</th>
            </tr>
          </thead>
          <tbody>
            <Row run={run.value} name={now} />
            <Row run={former.value} name={before} isFormer />
          </tbody>
        </table>
      </section>
      <div class="row">
        <button
          type="button"
          aria-pressed={isFormerKept.value}
          title="The next runs are compared with this one too, not each with the one before it"
          onClick={() => {
            isFormerKept.value = !isFormerKept.value;
          }}
        >
          Keep for comparison
        </button>
        <button type="button" onClick={forgetFormer}>
          Forget
        </button>
        <small>
          {isFormerKept.value
            ? 'The dashed run stays, whatever you train next.'
            : phase.value === 'finished' && 'The next run takes the place of the dashed one.'}
        </small>
      </div>
    </div>
  );
}

interface RowProps {
  readonly run: Run;
  readonly name: string;
  readonly isFormer?: boolean;
}

function Row({ run: shown, name, isFormer = false }: RowProps) {
  const last = shown.epochs.at(-1);
  const best = bestAccuracy(shown);
  return (
    <tr>
      <th scope="row">
        <span class={isFormer ? 'stroke dashed' : 'stroke'} aria-hidden="true" /> {name}
      </th>
      <td>{shown.parameterCount?.toLocaleString('en') ?? '–'}</td>
      <td>{shown.epochs.length}</td>
      <td>{decimals(last?.train)}</td>
      <td>{decimals(last?.valid)}</td>
      <td>{best === undefined ? '–' : `${(100 * best).toFixed(2)} %`}</td>
      <td>{formatTime(secondsOf(shown))}</td>
    </tr>
  );
}

function decimals(loss: number | undefined): string {
  return loss === undefined || Number.isNaN(loss) ? '–' : loss.toPrecision(3);
}
