import './results.css';
import { useSignal } from '@preact/signals';
import type { Results } from '../../shared/protocol.js';
import type { DatasetName } from '../../shared/settings.js';
import { cloud, cloudDigits } from '../state/cloud.js';
import { firstLayer, isShipped } from '../state/network.js';
import { results } from '../state/run.js';
import { lookedAt } from '../state/timeline.js';
import { ConfusionMatrix } from './ConfusionMatrix.js';
import type { Cell } from './cell.js';
import { FirstLayerTiles } from './FirstLayerTiles.js';
import { Mistakes } from './Mistakes.js';

const datasetTitles: Readonly<Record<DatasetName, string>> = {
  synthetic: 'synthetic digits',
  mnist: 'digits of MNIST',
  own: 'images of your own',
};

/** What the network that the page shows gets wrong: that of now, or what it was after an epoch. */
export function ResultsPanel() {
  const { value } = results;
  return (
    <section class="results" aria-labelledby="results-title">
      <header>
        <h2 id="results-title">What it gets wrong</h2>
        {value ? <Accuracy results={value} /> : <p>{promise()}</p>}
      </header>
      {value && <Details results={value} />}
      {firstLayer.value && <FirstLayerTiles firstLayer={firstLayer.value} />}
      {value && (
        <details>
          <summary>All figures, digit by digit</summary>
          <pre class="scroll" data-testid="report">
            {value.report}
          </pre>
        </details>
      )}
    </section>
  );
}

function Accuracy({ results: { accuracy, confusion, dataset } }: { readonly results: Results }) {
  const count = confusion.flat().reduce((sum, each) => sum + each, 0);
  const epoch = lookedAt.value;
  const then = epoch === undefined ? '' : epoch === 0 ? ', before it was taught' : `, after epoch ${epoch}`;
  return (
    <p class="accuracy" data-testid="accuracy">
      <strong>{(100 * accuracy).toFixed(2)} %</strong> right, of {count.toLocaleString('en')}{' '}
      {datasetTitles[dataset]} that it was not taught with{then}.
    </p>
  );
}

function Details({ results: { confusion, mistakes } }: { readonly results: Results }) {
  const cell = useSignal<Cell | undefined>(undefined);
  return (
    <>
      <ConfusionMatrix
        confusion={confusion}
        selected={cell.value}
        onSelect={(selected) => {
          cell.value = selected;
        }}
      />
      <Mistakes
        mistakes={mistakes}
        confusion={confusion}
        cell={cell.value}
        onShowAll={() => {
          cell.value = undefined;
        }}
      />
    </>
  );
}

/** What stands here before there is anything to show. */
function promise(): string {
  const labels = cloudDigits.value;
  const answers = cloud.value?.answers;
  if (!isShipped.value || !answers) return 'Teach a network, and its mistakes gather here.';
  const right = labels.filter(({ label }, index) => answers[index] === label).length;
  return (
    `The network that came with the page reads ${right} of ${labels.length} new digits rightly. ` +
    'Teach one yourself, and its mistakes gather here.'
  );
}
