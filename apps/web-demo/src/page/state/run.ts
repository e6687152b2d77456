import { computed, signal } from '@preact/signals';
import type { Phase, Progress, Results } from '../../shared/protocol.js';
import { opened } from './address.js';
import { hasOwnNetwork, trainedArchitecture } from './network.js';
import { expectRun } from './runs.js';
import { areSettingsWhole, change, settings } from './settings.js';
import { onLoss, onReport, send, sendQuietly } from './worker.js';

export const phase = signal<Phase>('idle');
/** What is going on, in a sentence. */
export const message = signal(
  opened.ignored.length ? `Ignored in the address: ${opened.ignored.join(', ')}.` : 'Ready when you are.',
);
export const progress = signal<Progress | undefined>(undefined);
export const results = signal<Results | undefined>(undefined);

/** Whether the step was changed while the run went on: no program does that. */
export const wasStepTurned = signal(false);

/** While something goes on that nothing else can be begun beside. */
export const isBusy = computed(() => phase.value !== 'idle' && phase.value !== 'finished');
export const isUpdating = computed(() => phase.value === 'training' || phase.value === 'paused');
export const canTrain = computed(() => !isBusy.value && areSettingsWhole.value);
export const canTrainOn = computed(
  () => canTrain.value && trainedArchitecture.value === settings.value.architecture,
);

export function startTraining({ keepWeights }: { readonly keepWeights: boolean }): void {
  if (!(keepWeights ? canTrainOn : canTrain).value) return;
  expectRun(settings.value, keepWeights);
  wasStepTurned.value = false;
  progress.value = undefined;
  results.value = undefined;
  // At once, not when the worker answers: a second click must not start a second training.
  phase.value = 'preparing';
  send({ type: 'start', settings: settings.value, site: document.baseURI, keepWeights });
}

/** Takes another step, also for the updates that are still to be made of a run that goes on. */
export function changeStep(step: number): void {
  change({ step });
  if (!isUpdating.value) return;
  wasStepTurned.value = true;
  sendQuietly({ type: 'changeStep', settings: settings.value });
}

// What is learnt so far goes with the page.
addEventListener('beforeunload', (event) => {
  if (isUpdating.value) event.preventDefault();
});

onReport('phase', (report) => {
  phase.value = report.phase;
  message.value = report.message;
});

onReport('notice', (report) => {
  message.value = report.message;
});

onReport('progress', (report) => {
  progress.value = report.progress;
});

onReport('results', (report) => {
  results.value = report.results;
});

onLoss(() => {
  const isWorkLost = hasOwnNetwork.value || isUpdating.value;
  message.value = isWorkLost ? 'What was trained is lost. Train again.' : 'Nothing can be trained yet.';
  phase.value = 'idle';
});
