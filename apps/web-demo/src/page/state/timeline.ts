import { computed, signal } from '@preact/signals';
import type { Timeline } from '../../shared/timeline.js';
import { leaveRun } from './runs.js';
import { onLoss, onReport, send, sendQuietly } from './worker.js';

const NOTHING: Timeline = { epochs: [], every: 1, lookedAt: undefined, isTooLarge: false };
/** How long each epoch is shown while they are run through. */
const SHOWN_MILLISECONDS = 700;

export const timeline = signal(NOTHING);
/** The epoch that the page shows instead of what there is now. */
export const lookedAt = computed(() => timeline.value.lookedAt);
/** What was asked for and has not come yet. */
const asked = signal<{ readonly epoch: number | undefined } | undefined>(undefined);
/** Where the slider stands: a second key must not begin where the first one began. */
export const chosenEpoch = computed(() => (asked.value ?? { epoch: lookedAt.value }).epoch);
export const isPlaying = signal(false);

let next: ReturnType<typeof setTimeout> | undefined;

/** Shows the network as it was after an epoch; `undefined` is now. */
export function lookAtEpoch(epoch: number | undefined): void {
  stopPlaying();
  asked.value = { epoch };
  sendQuietly({ type: 'lookAtEpoch', epoch });
}

/** Runs through the epochs to now, from the one that is shown, or from the first. */
export function play(): void {
  const { epochs } = timeline.value;
  isPlaying.value = true;
  if (lookedAt.value === undefined) sendQuietly({ type: 'lookAtEpoch', epoch: epochs[0] });
  else showNext();
}

export function stopPlaying(): void {
  clearTimeout(next);
  isPlaying.value = false;
}

export function goOnFromHere(): void {
  leaveRun();
  stopPlaying();
  send({ type: 'goOnFromHere' });
}

function showNext(): void {
  const { epochs } = timeline.value;
  const shown = lookedAt.value;
  const epoch =
    shown === undefined ? undefined : epochs.find((each) => each > shown && each !== epochs.at(-1));
  sendQuietly({ type: 'lookAtEpoch', epoch });
}

onReport('timeline', (report) => {
  const before = lookedAt.value;
  timeline.value = report.timeline;
  if (asked.value && !isAwaited(asked.value.epoch, report.timeline)) asked.value = undefined;
  if (!isPlaying.value || lookedAt.value === before) return;
  if (lookedAt.value === undefined) stopPlaying();
  else next = setTimeout(showNext, SHOWN_MILLISECONDS);
});

/** An epoch that is kept no longer never comes. */
function isAwaited(epoch: number | undefined, { lookedAt: shown, epochs }: Timeline): boolean {
  return epoch !== shown && (epoch === undefined || epochs.includes(epoch));
}

onLoss(() => {
  stopPlaying();
  asked.value = undefined;
  timeline.value = NOTHING;
});
