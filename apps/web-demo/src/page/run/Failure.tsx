import { startTraining } from '../state/run.js';
import { divergence } from '../state/runs.js';
import { change, settings } from '../state/settings.js';
import { failure } from '../state/worker.js';

/** What went wrong, and what can be done at once. */
export function Failure() {
  if (!failure.value) return null;
  const hasDiverged = failure.value === divergence.value;
  return (
    <>
      <p role="alert" class="failure">
        {hasDiverged && 'The loss ran away: each update overshot by more than the one before.\n'}
        {failure.value}
      </p>
      {hasDiverged && <SmallerStep />}
    </>
  );
}

/** A tenth of the step, as it is typed. */
function SmallerStep() {
  const step = Number((settings.value.step / 10).toPrecision(6));
  return (
    <p>
      <button
        type="button"
        onClick={() => {
          change({ step });
          startTraining({ keepWeights: false });
        }}
      >
        Train with a tenth of the step, {step}
      </button>
    </p>
  );
}
