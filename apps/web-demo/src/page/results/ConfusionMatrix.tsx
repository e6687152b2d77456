import { DownloadPicture } from '../pictures/DownloadPicture.js';
import type { Cell } from './cell.js';

interface ConfusionMatrixProps {
  readonly confusion: readonly (readonly number[])[];
  readonly selected: Cell | undefined;
  readonly onSelect: (cell: Cell) => void;
}

/** Rows: the digit; columns: what the network took it for. A click on a mistake shows those digits. */
export function ConfusionMatrix({ confusion, selected, onSelect }: ConfusionMatrixProps) {
  const worst = Math.max(
    1,
    ...confusion.flatMap((row, actual) => row.filter((_, predicted) => predicted !== actual)),
  );
  const digits = confusion.map((_, digit) => digit);
  return (
    <div>
      <div class="scroll">
        <table class="confusion">
          <caption>
            Rows: what the digits are. Columns: what they are taken for. Click a number to see those digits.
          </caption>
          <thead>
            <tr>
              <td />
              {digits.map((digit) => (
                <th key={digit} scope="col">
                  {digit}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {digits.map((actual) => (
              <tr key={actual}>
                <th scope="row">{actual}</th>
                {digits.map((predicted) => {
                  const count = confusion[actual]?.[predicted] ?? 0;
                  if (predicted === actual)
                    return (
                      <td key={predicted} class="right">
                        {count}
                      </td>
                    );
                  const chosen = selected?.actual === actual && selected.predicted === predicted;
                  return (
                    <td key={predicted} style={{ '--share': count / worst }} class={count ? 'wrong' : ''}>
                      <button
                        type="button"
                        disabled={count === 0}
                        aria-pressed={chosen}
                        aria-label={`${count} times ${actual} taken for ${predicted}`}
                        onClick={() => onSelect({ actual, predicted })}
                      >
                        {count}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="picture-foot">
        <DownloadPicture
          picture="the confusion matrix"
          file="neutype-confusion-matrix.svg"
          make={async () => (await import('./confusionSvg.js')).confusionSvg(confusion)}
        />
      </div>
    </div>
  );
}
