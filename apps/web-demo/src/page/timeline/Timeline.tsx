import './timeline.css';
import { isBusy } from '../state/run.js';
import { epochs } from '../state/runs.js';
import {
  chosenEpoch,
  goOnFromHere,
  isPlaying,
  lookAtEpoch,
  lookedAt,
  play,
  stopPlaying,
  timeline,
} from '../state/timeline.js';
import { keptInWords, momentInWords } from './timelineWords.js';

/** Goes back to what the network was after any epoch, while it learns on. */
export function Timeline() {
  const { epochs: kept, every, isTooLarge } = timeline.value;
  if (isTooLarge) {
    return <p class="remark">This network is too large for its past to be kept.</p>;
  }
  // The last of them is now.
  const past = kept.slice(0, -1);
  if (past.length === 0) return null;
  const at = chosenEpoch.value === undefined ? past.length : past.indexOf(chosenEpoch.value);
  const words = momentInWords({
    epoch: lookedAt.value,
    lastEpoch: kept.at(-1) ?? 0,
    accuracy: accuracyAfter(lookedAt.value ?? kept.at(-1)),
  });
  return (
    <section class="timeline" aria-labelledby="timeline-title">
      <h3 id="timeline-title">Go back in time</h3>
      <div class="timeline-track">
        <button
          type="button"
          aria-pressed={isPlaying.value}
          onClick={() => (isPlaying.value ? stopPlaying() : play())}
        >
          {isPlaying.value ? 'Hold' : 'Play'}
        </button>
        <input
          type="range"
          aria-label="Epoch that is shown"
          aria-valuetext={words}
          min={0}
          max={past.length}
          step={1}
          value={at === -1 ? past.length : at}
          onInput={({ currentTarget }) => lookAtEpoch(past[Number(currentTarget.value)])}
        />
        <button
          type="button"
          aria-disabled={lookedAt.value === undefined}
          onClick={() => lookAtEpoch(undefined)}
        >
          Now
        </button>
      </div>
      <p class="timeline-moment" data-testid="moment">
        <strong>{words}.</strong>
        {lookedAt.value === undefined
          ? ' Everything on this page follows: the pad, the cloud, the mistakes.'
          : isBusy.value
            ? ' You see what it was; it learns on.'
            : ' You see what it was.'}{' '}
        {keptInWords(every)}
      </p>
      {lookedAt.value !== undefined && !isBusy.value && (
        <button type="button" onClick={goOnFromHere}>
          Go on from here
        </button>
      )}
    </section>
  );
}

function accuracyAfter(epoch: number | undefined): number | undefined {
  return epochs.value.findLast((each) => each.epochOfTraining === epoch)?.accuracy;
}
