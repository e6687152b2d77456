import type { Mistake } from '../../shared/protocol.js';
import { Pixels } from '../draw/Pixels.js';
import type { Cell } from './cell.js';

interface MistakesProps {
  readonly mistakes: readonly Mistake[];
  readonly cell: Cell | undefined;
  readonly onShowAll: () => void;
}

const SHOWN = 24;

export function Mistakes({ mistakes, cell, onShowAll }: MistakesProps) {
  const chosen = cell
    ? mistakes.filter(({ actual, predicted }) => actual === cell.actual && predicted === cell.predicted)
    : mistakes;
  return (
    <div>
      <h3>
        {cell ? `${cell.actual} taken for ${cell.predicted}` : 'Its most confident mistakes'} ({chosen.length}
        )
      </h3>
      {cell && (
        <button type="button" onClick={onShowAll}>
          Show all mistakes
        </button>
      )}
      <ul class="mistakes">
        {chosen.slice(0, SHOWN).map((mistake, index) => (
          <li key={index}>
            <Pixels
              image={mistake.image}
              label={`A ${mistake.actual} taken for a ${mistake.predicted}`}
              size={56}
            />
            <small>
              {mistake.actual} → {mistake.predicted}, {(100 * mistake.confidence).toFixed(0)} %
            </small>
          </li>
        ))}
      </ul>
    </div>
  );
}
