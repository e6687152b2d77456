import { computed, signal } from '@preact/signals';
import type { EpochSummary } from '../../shared/protocol.js';
import { onReport } from './worker.js';

export const STEPS = 8;
/** The button that opens the path, which takes the focus back. */
export const OPENER = 'path-opener';
/** An address that ends like this opens the path. */
const HASH = '#eight-steps';
const PLACE_IN_STORAGE = 'neutype-eight-steps';

/** Whether the path of eight steps is shown. */
export const isPathOpen = signal(location.hash === HASH);
/** The step that the person is at, from 0; remembered from visit to visit. */
export const step = signal(remembered());
export const isAtEnd = computed(() => step.value === STEPS - 1);

/** The epoch that ended last, of whichever run. */
export const lastEpoch = signal<EpochSummary | undefined>(undefined);

onReport('epoch', ({ summary }) => {
  lastEpoch.value = summary;
});

export function openPath(): void {
  isPathOpen.value = true;
}

export function closePath(): void {
  isPathOpen.value = false;
}

export function goTo(next: number): void {
  step.value = Math.max(0, Math.min(STEPS - 1, next));
  remember(step.value);
}

/** Who comes to the end begins anew the next time. */
export function finishPath(): void {
  goTo(0);
  closePath();
}

function remembered(): number {
  const found = Number(attempt(() => localStorage.getItem(PLACE_IN_STORAGE)));
  return Number.isInteger(found) && found >= 0 && found < STEPS ? found : 0;
}

function remember(at: number): void {
  attempt(() => localStorage.setItem(PLACE_IN_STORAGE, String(at)));
}

/** Some browsers keep nothing for a page, and say so by throwing. */
function attempt<Result>(access: () => Result): Result | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}
