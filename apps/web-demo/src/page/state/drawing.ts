import { computed, signal } from '@preact/signals';
import type { Drawing, Prediction } from '../../shared/protocol.js';
import { onLoss, onReport, send } from './worker.js';

export const drawing = signal<Drawing | undefined>(undefined);
export const prediction = signal<Prediction | undefined>(undefined);
/** Number of the drawing that the prediction is about. */
const predicted = signal<Drawing['id'] | undefined>(undefined);
/** Whether the pad shows something else than what the prediction is about. */
export const isReading = computed(() => drawing.value !== undefined && drawing.value.id !== predicted.value);

let drawings = 0;

/** The pad shows this now, or nothing. */
export function look(image: Uint8Array | undefined): void {
  drawings += 1;
  drawing.value = image && { id: drawings, image };
  if (!image) prediction.value = undefined;
  send({ type: 'look', drawing: drawing.value });
}

onReport('prediction', (report) => {
  // An answer to what is not on the pad any more comes too late.
  if (report.drawing !== drawing.value?.id) return;
  prediction.value = report.prediction;
  predicted.value = report.drawing;
});

onReport('noNetwork', forget);
onLoss(forget);

function forget(): void {
  prediction.value = undefined;
  predicted.value = undefined;
}
