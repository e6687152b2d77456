import { phase, progress } from '../state/run.js';
import { lastAccuracy, secondsOf } from '../state/runRecord.js';
import { run } from '../state/runs.js';
import { formatTime } from './formatTime.js';

/** The few figures that a person looks for, large. */
export function Figures() {
  const { value: shown } = run;
  const { value: news } = progress;
  if (!shown || !news) return null;
  const isGoing = phase.value === 'training';
  const accuracy = lastAccuracy(shown);
  const done = shown.epochs.length;
  const isOver = phase.value === 'finished' || phase.value === 'idle';
  const epoch = isOver ? done : Math.min(done + 1, shown.planned);
  const speed = isGoing ? news.imagesPerSecond : undefined;
  const left = isGoing ? news.secondsLeft : undefined;
  return (
    <dl class="figures">
      <Figure
        label="Digits right"
        value={accuracy === undefined ? '–' : `${(100 * accuracy).toFixed(1)} %`}
      />
      <Figure label="Loss" value={lossInDigits(shown.losses.smoothed)} />
      <Figure label={`Epoch of ${shown.planned.toLocaleString('en')}`} value={epoch.toLocaleString('en')} />
      {isOver ? (
        <Figure label="Time" value={formatTime(secondsOf(shown))} />
      ) : (
        <>
          <Figure label="Images a second" value={speed === undefined ? '–' : roundly(speed)} />
          <Figure label="Time left" value={left === undefined ? '–' : formatTime(left)} />
        </>
      )}
    </dl>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function lossInDigits(loss: number): string {
  if (!Number.isFinite(loss)) return '–';
  return loss >= 1000 || loss < 0.0001 ? loss.toExponential(1).replace('e+', 'e') : loss.toPrecision(3);
}

/** Two digits: more of them only flicker. */
function roundly(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en');
}
