import { computed, signal } from '@preact/signals';
import type { Settings } from '../../shared/settings.js';
import { differences } from './differences.js';
import { LossCurve } from './lossCurve.js';
import type { Glance, Run, RunEpoch } from './runRecord.js';
import { architecture } from './settings.js';
import { onReport } from './worker.js';

/** The run that goes on, or was the last to. */
export const run = signal<Run | undefined>(undefined);
/** The run that it is compared with. */
export const former = signal<Run | undefined>(undefined);
/** Whether the person wants the former run to stay, whatever is trained next. */
export const isFormerKept = signal(false);
/** What the two are called: what they differ in. */
export const runNames = computed((): readonly [string, string] => {
  if (!run.value || !former.value) return ['this run', ''];
  const [now, before] = differences(run.value.settings, former.value.settings);
  return now === '' ? ['this run', 'the run before'] : [now, before];
});

/** What was said of the last run whose loss was no number any more. */
export const divergence = signal<string | undefined>(undefined);

export const epochs = computed((): readonly RunEpoch[] => run.value?.epochs ?? []);

/** The run that was asked for and has not begun to update yet. */
let expected: { readonly settings: Settings; readonly goesOn: boolean } | undefined;
/** Whether the network that is there is the one that the run is of. */
let isOfRun = false;

/** A training was asked for, which goes on with the network that is there if `keepWeights`. */
export function expectRun(settings: Settings, keepWeights: boolean): void {
  expected = { settings, goesOn: keepWeights && isOfRun };
}

/** The network is another one from here: what trains it on is another run. */
export function leaveRun(): void {
  isOfRun = false;
}

export function forgetFormer(): void {
  former.value = undefined;
  isFormerKept.value = false;
}

function begin({ settings, goesOn }: NonNullable<typeof expected>): void {
  expected = undefined;
  isOfRun = true;
  if (goesOn && run.value) {
    run.value = { ...run.value, settings, planned: run.value.epochs.length + settings.epochs };
    return;
  }
  if (run.value && !isFormerKept.value) former.value = run.value;
  const { value: checked } = architecture;
  const parameterCount =
    checked?.line === settings.architecture && checked.problem === undefined
      ? checked.parameterCount
      : undefined;
  run.value = {
    settings,
    parameterCount,
    losses: new LossCurve(),
    glances: [],
    epochs: [],
    planned: settings.epochs,
  };
}

onReport('phase', ({ phase }) => {
  if (phase === 'training' && expected) begin(expected);
  // A training that failed before its first update leaves the charts as they are.
  if (phase === 'idle' || phase === 'finished') expected = undefined;
});

onReport('network', () => {
  if (!expected) leaveRun();
});

onReport('noNetwork', leaveRun);

onReport('progress', ({ progress: { losses, totalUpdates } }) => {
  if (!run.value) return;
  run.value.losses.add(losses, run.value.settings.epochs / totalUpdates);
  run.value = { ...run.value };
});

onReport('epoch', ({ summary }) => {
  if (!run.value) return;
  const { epochs: before, losses } = run.value;
  const epoch = {
    ...summary,
    epoch: before.length + 1,
    epochOfTraining: summary.epoch,
    end: rounded(losses.end),
  };
  run.value = { ...run.value, epochs: [...before, epoch] };
});

onReport('accuracy', ({ accuracy }) => {
  if (!run.value || run.value.losses.updates === 0) return;
  const glances = [...run.value.glances, { at: run.value.losses.end, accuracy }];
  run.value = { ...run.value, glances: glances.length > MOST_GLANCES ? thinned(glances) : glances };
});

onReport('failure', ({ message, diverged = false }) => {
  if (diverged) divergence.value = message;
});

const MOST_GLANCES = 400;

function thinned(glances: readonly Glance[]): Glance[] {
  return glances.filter((_, index) => index % 2 === 0);
}

/** Without what adding up parts of an epoch has lost. */
function rounded(epochsPassed: number): number {
  return Number(epochsPassed.toFixed(6));
}
