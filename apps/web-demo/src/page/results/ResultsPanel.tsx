import { useState } from 'preact/hooks';
import type { DatasetName } from '../../shared/settings.js';
import { firstLayer, results } from '../state/state.js';
import { ConfusionMatrix } from './ConfusionMatrix.js';
import type { Cell } from './cell.js';
import { FirstLayerTiles } from './FirstLayerTiles.js';
import { Mistakes } from './Mistakes.js';

const datasetTitles: Readonly<Record<DatasetName, string>> = {
  synthetic: 'synthetic digits',
  mnist: 'MNIST',
};

export function ResultsPanel() {
  const [cell, setCell] = useState<Cell | undefined>(undefined);
  const { value } = results;
  if (!value && !firstLayer.value) return null;
  return (
    <section aria-labelledby="results-title">
      <h2 id="results-title">What it learnt</h2>
      {value && (
        <>
          <p data-testid="accuracy">
            Validation accuracy on {datasetTitles[value.dataset]}:{' '}
            <strong>{(100 * value.accuracy).toFixed(2)} %</strong>
          </p>
          <ConfusionMatrix confusion={value.confusion} selected={cell} onSelect={setCell} />
          <Mistakes mistakes={value.mistakes} cell={cell} onShowAll={() => setCell(undefined)} />
          <details>
            <summary>Classification report</summary>
            <pre class="scroll" data-testid="report">
              {value.report}
            </pre>
          </details>
        </>
      )}
      {firstLayer.value && <FirstLayerTiles firstLayer={firstLayer.value} />}
    </section>
  );
}
