import { hasNetwork, phase, send, settings } from '../app/state.js';

export function WeightsPanel() {
  const busy = phase.value === 'training' || phase.value === 'preparing';
  return (
    <section aria-labelledby="weights-title">
      <h2 id="weights-title">Weights</h2>
      <div class="row">
        <button type="button" disabled={!hasNetwork.value} onClick={() => send({ type: 'exportWeights' })}>
          Download
        </button>
        <label class="file">
          Load a file{' '}
          <input
            type="file"
            accept=".safetensors"
            disabled={busy}
            onChange={async (event) => {
              const input = event.currentTarget;
              const file = input.files?.[0];
              if (!file) return;
              send({
                type: 'importWeights',
                file: new Uint8Array(await file.arrayBuffer()),
                settings: settings.value,
              });
              input.value = '';
            }}
          />
        </label>
      </div>
    </section>
  );
}
