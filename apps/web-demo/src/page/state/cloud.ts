import { batch, signal } from '@preact/signals';
import type { Cloud, CloudDigits } from '../../shared/cloud.js';
import { DIGIT_PIXELS } from '../../shared/recipe.js';
import { beforeRequests, onLoss, onReport, sendQuietly } from './worker.js';

/** A digit of the cloud. */
export interface CloudDigit {
  readonly image: Uint8Array;
  readonly label: number;
}

export const cloud = signal<Cloud | undefined>(undefined);
export const cloudDigits = signal<readonly CloudDigit[]>([]);
/** The digit that was chosen, by its place among them. */
export const chosenDigit = signal<number | undefined>(undefined);
/** The digits that are looked for in the cloud: all, or those of one class. */
export const soughtClass = signal<number | undefined>(undefined);

let isWanted = false;
let isToldWanted = false;

/** The cloud comes into view, or goes out of it: only then is it computed. */
export function wantCloud(wanted: boolean): void {
  isWanted = wanted;
  tellWanted();
}

function tellWanted(): void {
  if (isWanted === isToldWanted) return;
  isToldWanted = isWanted;
  sendQuietly({ type: 'wantCloud', isWanted });
}

onReport('cloud', (report) => {
  batch(() => {
    if (report.digits) {
      cloudDigits.value = digitsOf(report.digits);
      chosenDigit.value = undefined;
    }
    cloud.value = report.cloud;
  });
});

function digitsOf({ images, labels }: CloudDigits): readonly CloudDigit[] {
  return Array.from(labels, (label, index) => ({
    image: images.subarray(index * DIGIT_PIXELS, (index + 1) * DIGIT_PIXELS),
    label,
  }));
}

onReport('noNetwork', forget);

// A worker that was started anew knows nothing.
onLoss(() => {
  isToldWanted = false;
  forget();
});
beforeRequests(tellWanted);

function forget(): void {
  cloud.value = undefined;
  chosenDigit.value = undefined;
}
