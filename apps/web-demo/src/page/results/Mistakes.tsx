import { useSignal } from '@preact/signals';
import type { Mistake } from '../../shared/protocol.js';
import { Pixels } from '../draw/Pixels.js';
import { percent } from '../draw/percent.js';
import { DownloadPicture } from '../pictures/DownloadPicture.js';
import { svgAsShown } from '../pictures/svgAsShown.js';
import { look } from '../state/drawing.js';
import type { Cell } from './cell.js';
import { mistakesPlot } from './resultPlots.js';

interface MistakesProps {
  readonly mistakes: readonly Mistake[];
  readonly confusion: readonly (readonly number[])[];
  readonly cell: Cell | undefined;
  readonly onShowAll: () => void;
}

const SHOWN = 24;

/** Digits that are read wrongly; a click has the network read one again, for the picture of it. */
export function Mistakes({ mistakes, confusion, cell, onShowAll }: MistakesProps) {
  const watched = useSignal<Mistake | undefined>(undefined);
  const chosen = cell
    ? mistakes.filter(({ actual, predicted }) => actual === cell.actual && predicted === cell.predicted)
    : mistakes;
  const shown = chosen.slice(0, SHOWN);
  const title = cell ? `${cell.actual} taken for ${cell.predicted}` : 'Its most confident mistakes';
  return (
    <div>
      <h3>
        {title} ({countOf(confusion, cell).toLocaleString('en')})
      </h3>
      <p class="remark" role="status">
        {watched.value && chosen.includes(watched.value) ? (
          <>
            A {watched.value.actual} on the pad:{' '}
            <a href="#draw-title">watch it being taken for a {watched.value.predicted}</a>.
          </>
        ) : (
          'Click one to have it read again, on the first screen.'
        )}
      </p>
      {cell && (
        <button type="button" onClick={onShowAll}>
          Show all mistakes
        </button>
      )}
      <ul class="mistakes">
        {shown.map((mistake, index) => (
          <li key={index}>
            <button
              type="button"
              aria-pressed={mistake === watched.value}
              onClick={() => {
                watched.value = mistake;
                look(mistake.image);
              }}
            >
              <Pixels
                image={mistake.image}
                label={`A ${mistake.actual} taken for a ${mistake.predicted}`}
                size={56}
              />
              <small>
                <strong>
                  {mistake.actual} → {mistake.predicted}
                </strong>{' '}
                {percent(mistake.confidence)}
              </small>
            </button>
          </li>
        ))}
      </ul>
      {shown.length > 0 && (
        <div class="picture-foot">
          <DownloadPicture
            picture="these mistakes"
            file="neutype-mistakes.svg"
            make={() => svgAsShown(mistakesPlot(title, shown))}
          />
        </div>
      )}
    </div>
  );
}

function countOf(confusion: readonly (readonly number[])[], cell: Cell | undefined): number {
  if (cell) return confusion[cell.actual]?.[cell.predicted] ?? 0;
  return confusion.reduce(
    (sum, row, actual) => sum + row.reduce((all, count, taken) => (taken === actual ? all : all + count), 0),
    0,
  );
}
