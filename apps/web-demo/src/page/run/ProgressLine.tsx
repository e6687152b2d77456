import { phase, progress } from '../state/state.js';
import { formatTime } from './formatTime.js';

function count(value: number) {
  return Math.round(value).toLocaleString('en');
}

/** How far training is; how fast, and for how long still, while it goes on. */
export function ProgressLine() {
  const { value } = progress;
  if (!value) return null;
  const isGoing = phase.value === 'training';
  const parts = [
    `Epoch ${value.epoch}`,
    `update ${count(value.update)} of ${count(value.totalUpdates)}`,
    isGoing && value.imagesPerSecond && `${count(value.imagesPerSecond)} images/s`,
    isGoing && value.secondsLeft && `${formatTime(value.secondsLeft)} left`,
  ];
  return (
    <div class="progress">
      <progress aria-label="Updates" max={value.totalUpdates} value={value.update} />
      <span>
        {parts.filter(Boolean).join(' · ')}
        <br />
        <small data-testid="memory">
          {value.tensors} tensors, {value.megabytes.toFixed(1)} MB
        </small>
      </span>
    </div>
  );
}
