import { useSignal } from '@preact/signals';
import type { WeightsFormat } from '../../shared/protocol.js';
import { forgetNetworkKept, isKept, keepNetwork, openFile } from '../state/kept.js';
import { hasNetwork } from '../state/network.js';
import { isBusy } from '../state/run.js';
import { send } from '../state/worker.js';

const FORMATS: readonly (readonly [WeightsFormat, string])[] = [
  ['safetensors', 'safetensors'],
  ['onnx', 'ONNX'],
  ['modelJson', 'model.json (TensorFlow.js)'],
];

export function WeightsPanel() {
  return (
    <section aria-labelledby="weights-title">
      <h3 id="weights-title">Weights</h3>
      <Download />
      <label class="file">
        Load a file{' '}
        <input
          type="file"
          accept=".safetensors"
          disabled={isBusy.value}
          onChange={async ({ currentTarget: input }) => {
            const file = input.files?.[0];
            if (file) await openFile(file);
            input.value = '';
          }}
        />
      </label>
      <p class="remark">Or drop a .safetensors file anywhere on this page.</p>
      <Keep />
    </section>
  );
}

function Download() {
  const format = useSignal<WeightsFormat>('safetensors');
  return (
    <div class="row">
      <button
        type="button"
        disabled={!hasNetwork.value}
        onClick={() => send({ type: 'exportWeights', format: format.value, purpose: 'download' })}
      >
        Download
      </button>
      <label>
        as{' '}
        <select
          aria-label="Format of the download"
          value={format.value}
          onChange={({ currentTarget }) => {
            format.value = currentTarget.value as WeightsFormat;
          }}
        >
          {FORMATS.map(([value, title]) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Keep() {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={isKept.value}
        onChange={({ currentTarget }) => {
          if (currentTarget.checked) keepNetwork();
          else void forgetNetworkKept();
        }}
      />{' '}
      Keep the network in this browser, also when the page is closed
    </label>
  );
}
