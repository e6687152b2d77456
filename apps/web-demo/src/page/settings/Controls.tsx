import type { BackendName, DatasetName, OptimizerName, Settings } from '../../shared/settings.js';
import {
  architecture,
  backends,
  canTrain,
  canTrainOn,
  change,
  engine,
  hasNetwork,
  isBusy,
  isUpdating,
  send,
  settings,
  startTraining,
} from '../state/state.js';
import { ArchitectureField } from './ArchitectureField.js';
import { NumberField } from './NumberField.js';

const backendTitles: Record<BackendName, string> = { cpu: 'CPU', webgl: 'WebGL', webgpu: 'WebGPU' };

export function Controls() {
  const { value: chosen } = settings;
  return (
    <section aria-labelledby="controls-title">
      <h2 id="controls-title">Design</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          startTraining({ keepWeights: false });
        }}
      >
        <fieldset disabled={isBusy.value}>
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
          <ArchitectureField />
          <div class="fields">
            <OptimizerFields {...chosen} />
            <NumberField name="batchSize" />
            <NumberField name="epochs" />
            <NumberField name="seed" />
          </div>
        </fieldset>
        <div class="row">
          <button type="submit" class="primary" disabled={!canTrain.value}>
            Train
          </button>
          {hasNetwork.value && (
            <button
              type="button"
              disabled={!canTrainOn.value}
              onClick={() => startTraining({ keepWeights: true })}
            >
              Train on
            </button>
          )}
          {hasNetwork.value && <small>Train begins anew; Train on keeps the weights.</small>}
        </div>
        <Backends />
      </form>
    </section>
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
      <NumberField name="step" />
      {optimizer === 'momentum' && (
        <>
          <NumberField name="momentum" />
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
  const isLocked = isBusy.value && !isUpdating.value;
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
              disabled={isLocked || measurement?.unavailable !== undefined}
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
      <div class="row">
        <button
          type="button"
          disabled={isBusy.value || architecture.value?.problem !== undefined}
          onClick={() => {
            const { architecture, batchSize } = settings.value;
            send({ type: 'measureBackends', architecture, batchSize });
          }}
        >
          Measure
        </button>
        {engine.value && (
          <small data-testid="engine">
            In use: {engine.value}
            {!crossOriginIsolated && '. The page is not cross-origin isolated: the CPU has one thread.'}
          </small>
        )}
      </div>
    </fieldset>
  );
}

function chooseBackend(backend: BackendName): void {
  change({ backend });
  if (isUpdating.value) send({ type: 'switchBackend', backend });
}
