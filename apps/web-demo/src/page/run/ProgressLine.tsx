import { progress } from '../state/run.js';

/** How far training is, in updates. */
export function ProgressLine() {
  const { value } = progress;
  if (!value) return null;
  const [update, total] = [value.update, value.totalUpdates].map((each) => each.toLocaleString('en'));
  return (
    <div class="progress">
      <progress aria-label="Updates" max={value.totalUpdates} value={value.update} />
      <small>
        update {update} of {total}
      </small>
      <small data-testid="memory">
        {value.tensors} tensors, {value.megabytes.toFixed(1)} MB
      </small>
    </div>
  );
}
