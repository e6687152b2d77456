import { failure, hasNetwork, isBusy, send, settings } from '../state/state.js';

/** Larger than the file of any network that this page trains. */
const LARGEST_FILE = 256 * 2 ** 20;

export function WeightsPanel() {
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
            disabled={isBusy.value}
            onChange={async ({ currentTarget: input }) => {
              const file = input.files?.[0];
              if (file) await load(file);
              input.value = '';
            }}
          />
        </label>
      </div>
    </section>
  );
}

async function load(file: File): Promise<void> {
  try {
    if (file.size > LARGEST_FILE) throw new Error('it is larger than the weights of any network made here');
    const bytes = new Uint8Array(await file.arrayBuffer());
    send({ type: 'importWeights', file: bytes, settings: settings.value, site: document.baseURI });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    failure.value = { message: `${file.name} cannot be read: ${reason}.`, needsData: false };
  }
}
