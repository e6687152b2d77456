import { epochs, failure, message, networkTable, phase, progress, send } from '../app/state.js';
import { LossChart } from './LossChart.js';

export function RunPanel() {
  return (
    <section aria-labelledby="run-title">
      <h2 id="run-title">Training</h2>
      <p role="status" data-testid="status">
        {message.value}
      </p>
      {failure.value && (
        <p role="alert" class="failure">
          {failure.value}
        </p>
      )}
      <Buttons />
      <ProgressLine />
      <LossChart />
      <EpochTable />
      {networkTable.value && (
        <details>
          <summary>The network</summary>
          <pre>{networkTable.value}</pre>
        </details>
      )}
    </section>
  );
}

function Buttons() {
  const training = phase.value === 'training';
  const paused = phase.value === 'paused';
  return (
    <div class="row">
      {paused ? (
        <button type="button" onClick={() => send({ type: 'resume' })}>
          Resume
        </button>
      ) : (
        <button type="button" disabled={!training} onClick={() => send({ type: 'pause' })}>
          Pause
        </button>
      )}
      <button type="button" disabled={!paused} onClick={() => send({ type: 'step' })}>
        One step
      </button>
      <button type="button" disabled={!training && !paused} onClick={() => send({ type: 'stop' })}>
        Stop
      </button>
    </div>
  );
}

function ProgressLine() {
  const { value } = progress;
  if (!value) return null;
  return (
    <div class="progress">
      <progress aria-label="Updates" max={value.totalUpdates} value={value.update} />
      <span>
        Epoch {value.epoch} · update {value.update.toLocaleString('en')} of{' '}
        {value.totalUpdates.toLocaleString('en')} · {Math.round(value.imagesPerSecond).toLocaleString('en')}{' '}
        images/s
        {value.update < value.totalUpdates && ` · ${formatTime(value.secondsLeft)} left`}
        <br />
        <small data-testid="memory">
          {value.tensors} tensors, {value.megabytes.toFixed(1)} MB
        </small>
      </span>
    </div>
  );
}

function EpochTable() {
  if (epochs.value.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="scroll plain" aria-label="Epochs" tabIndex={0}>
      <table data-testid="epochs">
        <thead>
          <tr>
            <th scope="col">Epoch</th>
            <th scope="col">Train loss</th>
            <th scope="col">Validation loss</th>
            <th scope="col">Validation accuracy</th>
            <th scope="col">Time</th>
          </tr>
        </thead>
        <tbody>
          {epochs.value.map((epoch) => (
            <tr key={epoch.epoch}>
              <th scope="row">{epoch.epoch}</th>
              <td>{epoch.train.toFixed(6)}</td>
              <td>{Number.isNaN(epoch.valid) ? 'stopped before' : epoch.valid.toFixed(6)}</td>
              <td>{(100 * epoch.accuracy).toFixed(2)} %</td>
              <td>{formatTime(epoch.seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function formatTime(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
