import { computed, effect, signal } from '@preact/signals';
import type { BackendMeasurement, CheckedLine } from '../../shared/protocol.js';
import { type NumericSetting, numberProblem, type Settings } from '../../shared/settings.js';
import { opened, showInAddress } from './address.js';
import { beforeRequests, onLoss, onReport, sendQuietly } from './worker.js';

export const settings = signal<Settings>(opened.settings);
const line = computed(() => settings.value.architecture);
/** What the worker found of the line; of the one before while it looks at what is typed. */
export const architecture = signal<CheckedLine | undefined>(undefined);
/** Numbers as they were typed, by name: `0.10` stays so, and what is none keeps being one. */
export const typed = signal<Readonly<Partial<Record<NumericSetting, string>>>>({});
/** What is wrong with a number that was typed, by the number's name. */
export const numberProblems = computed<Readonly<Partial<Record<NumericSetting, string>>>>(() =>
  Object.fromEntries(
    Object.entries(typed.value).map(([name, text]) => [name, numberProblem(name as NumericSetting, text)]),
  ),
);
export const backends = signal<readonly BackendMeasurement[]>([]);
/** What computes now. */
export const engine = signal<string | undefined>(undefined);

/** Whether all that the form says can be trained. */
export const areSettingsWhole = computed(
  () =>
    architecture.value?.problem === undefined &&
    Object.values(numberProblems.value).every((each) => each === undefined),
);

export function change(changes: Partial<Settings>): void {
  settings.value = { ...settings.value, ...changes };
  showInAddress(settings.value);
}

/** Takes all settings at once; what was typed and is none of them is gone. */
export function take(all: Settings): void {
  typed.value = {};
  change(all);
}

export function forgetTyped(name: NumericSetting): void {
  const { [name]: _, ...others } = typed.value;
  typed.value = others;
}

effect(() => sendQuietly({ type: 'check', line: line.value }));

beforeRequests(() => {
  if (architecture.value?.line !== line.value) sendQuietly({ type: 'check', line: line.value });
});

onReport('architecture', ({ checked }) => {
  architecture.value = checked;
});

onReport('network', ({ architecture: taken, isShipped }) => {
  if (!isShipped && taken !== settings.value.architecture) change({ architecture: taken });
});

onReport('engine', ({ backend, detail }) => {
  engine.value = detail;
  if (backend !== settings.value.backend) change({ backend });
});

onReport('backends', ({ measured }) => {
  backends.value = measured;
});

onLoss(() => {
  engine.value = undefined;
});
