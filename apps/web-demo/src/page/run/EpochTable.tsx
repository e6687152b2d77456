import { useState } from 'preact/hooks';
import { epochs } from '../state/runs.js';
import { formatTime } from './formatTime.js';

/** A page that grows with every epoch becomes slow. */
const MOST_ROWS = 50;

export function EpochTable() {
  const [isOpen, setOpen] = useState(false);
  if (epochs.value.length === 0) return null;
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Every epoch in figures</summary>
      {isOpen && <Table />}
    </details>
  );
}

function Table() {
  const all = epochs.value;
  const left = Math.max(0, all.length - MOST_ROWS);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="scroll plain" aria-label="Epochs" tabIndex={0}>
      <table class="epochs" data-testid="epochs">
        {left > 0 && (
          <caption>
            The last {MOST_ROWS} of {all.length.toLocaleString('en')} epochs
          </caption>
        )}
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
          {all.slice(left).map(({ epoch, train, valid, accuracy, seconds }) => (
            <tr key={epoch}>
              <th scope="row">{epoch}</th>
              <td>{train.toFixed(6)}</td>
              <td>{Number.isNaN(valid) ? 'stopped before' : valid.toFixed(6)}</td>
              <td>{(100 * accuracy).toFixed(2)} %</td>
              <td>{formatTime(seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
