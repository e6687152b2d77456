import { backends, change, phase, problem, send, settings, startTraining } from '../app/state.js';
import { NumberField } from './NumberField.js';
import type { BackendName, DatasetName, OptimizerName, Settings } from './settings.js';

const backendTitles: Record<BackendName, string> = {
  cpu: 'CPU (SIMD)',
  webgl: 'WebGL',
  webgpu: 'WebGPU',
};

export function Controls() {
  const { value: chosen } = settings;
  const busy = phase.value === 'preparing' || phase.value === 'training' || phase.value === 'paused';
  return (
    <section aria-labelledby="controls-title">
      <h2 id="controls-title">Design</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && !problem.value) startTraining();
        }}
      >
        <fieldset disabled={busy}>
          <legend class="visually-hidden">Data, network and optimizer</legend>
          <label>
            Data
            <select
              name="dataset"
              value={chosen.dataset}
              onChange={(event) => change({ dataset: event.currentTarget.value as DatasetName })}
            >
              <option value="synthetic">Synthetic digits (at once)</option>
              <option value="mnist">MNIST, 70,000 digits (11 MB)</option>
            </select>
          </label>
          <Architecture />
          <div class="fields">
            <OptimizerFields {...chosen} />
            <NumberField name="batchSize" label="Batch size" />
            <NumberField name="epochs" label="Epochs" />
            <NumberField name="seed" label="Seed" />
          </div>
        </fieldset>
        <Backends />
        <button type="submit" class="primary" disabled={busy || problem.value !== undefined}>
          Train
        </button>
      </form>
    </section>
  );
}

function Architecture() {
  return (
    <label>
      Network
      <textarea
        name="architecture"
        rows={2}
        spellcheck={false}
        autocomplete="off"
        value={settings.value.architecture}
        aria-invalid={problem.value !== undefined}
        aria-describedby="architecture-problem"
        onInput={(event) => change({ architecture: event.currentTarget.value })}
      />
      <span id="architecture-problem" class="problem" role="status">
        {problem.value ?? ''}
      </span>
    </label>
  );
}

function OptimizerFields({ optimizer, nesterov }: Settings) {
  return (
    <>
      <label>
        Optimizer
        <select
          name="optimizer"
          value={optimizer}
          onChange={(event) => change({ optimizer: event.currentTarget.value as OptimizerName })}
        >
          <option value="momentum">Momentum</option>
          <option value="gradientDescent">Gradient descent</option>
        </select>
      </label>
      <NumberField name="step" label="Step" />
      {optimizer === 'momentum' && (
        <>
          <NumberField name="momentum" label="Momentum" />
          <label class="check">
            <input
              type="checkbox"
              name="nesterov"
              checked={nesterov}
              onChange={(event) => change({ nesterov: event.currentTarget.checked })}
            />{' '}
            Nesterov
          </label>
        </>
      )}
    </>
  );
}

function Backends() {
  const measured = new Map(backends.value.map((measurement) => [measurement.backend, measurement]));
  return (
    <fieldset class="backends">
      <legend>Backend</legend>
      {(Object.keys(backendTitles) as BackendName[]).map((backend) => {
        const measurement = measured.get(backend);
        return (
          <label key={backend} class="check">
            <input
              type="radio"
              name="backend"
              value={backend}
              checked={settings.value.backend === backend}
              disabled={measurement?.unavailable !== undefined}
              onChange={() => chooseBackend(backend)}
            />{' '}
            {backendTitles[backend]}{' '}
            <small>
              {measurement?.unavailable ??
                (measurement?.millisecondsPerStep &&
                  `${measurement.millisecondsPerStep.toPrecision(3)} ms a step`)}
            </small>
          </label>
        );
      })}
      <button
        type="button"
        disabled={phase.value === 'preparing' || phase.value === 'training' || problem.value !== undefined}
        onClick={() => {
          const { architecture, batchSize } = settings.value;
          send({ type: 'measureBackends', architecture, batchSize });
        }}
      >
        Measure
      </button>
    </fieldset>
  );
}

function chooseBackend(backend: BackendName): void {
  change({ backend });
  if (phase.value === 'training' || phase.value === 'paused') send({ type: 'switchBackend', backend });
}
