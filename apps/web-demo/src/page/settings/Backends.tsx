import type { BackendName } from '../../shared/settings.js';
import { isBusy, isUpdating } from '../state/run.js';
import { architecture, backends, change, engine, settings } from '../state/settings.js';
import { send } from '../state/worker.js';

const TITLES: Record<BackendName, string> = { cpu: 'CPU', webgl: 'WebGL', webgpu: 'WebGPU' };

/** What computes. It may be changed while training goes on. */
export function Backends() {
  const measured = new Map(backends.value.map((measurement) => [measurement.backend, measurement]));
  const isLocked = isBusy.value && !isUpdating.value;
  return (
    <fieldset class="backends">
      <legend>Backend</legend>
      {(Object.keys(TITLES) as BackendName[]).map((backend) => {
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
            {TITLES[backend]}{' '}
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
