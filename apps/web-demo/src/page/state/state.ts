import { computed, effect, signal } from '@preact/signals';
import type {
  BackendMeasurement,
  CheckedLine,
  Drawing,
  EpochSummary,
  FirstLayer,
  Phase,
  Prediction,
  Progress,
  Report,
  Request,
  Results,
} from '../../shared/protocol.js';
import type { NumericSetting, Settings } from '../../shared/settings.js';
import { opened, showInAddress } from './address.js';
import { TrainingClient } from './client.js';
import { LossCurve } from './lossCurve.js';

/** The page's state: each signal has one writer, `receive` below or a control. */
export const settings = signal<Settings>(opened.settings);
const line = computed(() => settings.value.architecture);
/** What the worker found of the line; of the one before while it looks at what is typed. */
export const architecture = signal<CheckedLine | undefined>(undefined);
/** What is wrong with a number that was typed, by the number's name. */
export const numberProblems = signal<Readonly<Partial<Record<NumericSetting, string>>>>({});
export const phase = signal<Phase>('idle');
export const message = signal(
  opened.ignored.length ? `Ignored in the address: ${opened.ignored.join(', ')}.` : 'Ready when you are.',
);
export const failure = signal<{ readonly message: string; readonly needsData: boolean } | undefined>(
  undefined,
);
export const networkTable = signal('');
export const backends = signal<readonly BackendMeasurement[]>([]);
export const engine = signal<string | undefined>(undefined);
export const progress = signal<Progress | undefined>(undefined);
/** All losses so far. The curve grows in place; each report wraps it anew. */
export const curve = signal({ losses: new LossCurve() });
export const epochs = signal<readonly EpochSummary[]>([]);
export const firstLayer = signal<FirstLayer | undefined>(undefined);
export const results = signal<Results | undefined>(undefined);
export const drawing = signal<Drawing | undefined>(undefined);
export const prediction = signal<Prediction | undefined>(undefined);
/** Number of the drawing that the prediction is about. */
const predicted = signal<Drawing['id'] | undefined>(undefined);
/** The line of the network that has weights, if there is one. */
export const trainedArchitecture = signal<string | undefined>(undefined);

export const hasNetwork = computed(() => trainedArchitecture.value !== undefined);
/** Whether the pad shows something else than what the prediction is about. */
export const isReading = computed(() => drawing.value !== undefined && drawing.value.id !== predicted.value);
/** While something goes on that nothing else can be begun beside. */
export const isBusy = computed(() => phase.value !== 'idle' && phase.value !== 'finished');
export const isUpdating = computed(() => phase.value === 'training' || phase.value === 'paused');
export const canTrain = computed(
  () =>
    !isBusy.value &&
    architecture.value?.problem === undefined &&
    Object.values(numberProblems.value).every((each) => each === undefined),
);
export const canTrainOn = computed(() => canTrain.value && trainedArchitecture.value === line.value);

const worker = new TrainingClient(receive, lose);

effect(() => worker.send({ type: 'check', line: line.value }));

// What is learnt so far goes with the page.
addEventListener('beforeunload', (event) => {
  if (isUpdating.value) event.preventDefault();
});

/** Asks the worker for something. What went wrong before is not in the way any more. */
export function send(request: Request): void {
  if (request.type !== 'look') failure.value = undefined;
  // A worker that is started anew has not been asked yet.
  if (architecture.value?.line !== line.value) worker.send({ type: 'check', line: line.value });
  worker.send(request);
}

export function change(changes: Partial<Settings>): void {
  settings.value = { ...settings.value, ...changes };
  showInAddress(settings.value);
}

export function startTraining({ keepWeights }: { readonly keepWeights: boolean }): void {
  if (!(keepWeights ? canTrainOn : canTrain).value) return;
  forgetRun();
  // At once, not when the worker answers: a second click must not start a second training.
  phase.value = 'preparing';
  send({ type: 'start', settings: settings.value, site: document.baseURI, keepWeights });
}

/** The pad shows this now, or nothing. */
export function look(image: Uint8Array | undefined): void {
  drawings += 1;
  drawing.value = image && { id: drawings, image };
  if (!image) prediction.value = undefined;
  send({ type: 'look', drawing: drawing.value });
}

let drawings = 0;

function forgetRun(): void {
  curve.value = { losses: new LossCurve() };
  epochs.value = [];
  progress.value = undefined;
  results.value = undefined;
}

function receive(report: Report): void {
  switch (report.type) {
    case 'architecture':
      architecture.value = report.checked;
      break;
    case 'phase':
      phase.value = report.phase;
      message.value = report.message;
      break;
    case 'failure':
      failure.value = { message: report.message, needsData: report.needsData ?? false };
      break;
    case 'notice':
      message.value = report.message;
      break;
    case 'network':
      networkTable.value = report.table;
      trainedArchitecture.value = report.architecture;
      if (report.architecture !== settings.value.architecture) change({ architecture: report.architecture });
      break;
    case 'noNetwork':
      forgetNetwork();
      break;
    case 'engine':
      engine.value = report.detail;
      if (report.backend !== settings.value.backend) change({ backend: report.backend });
      break;
    case 'backends':
      backends.value = report.measured;
      break;
    case 'progress':
      progress.value = report.progress;
      curve.value.losses.add(report.progress.losses);
      curve.value = { losses: curve.value.losses };
      break;
    case 'epoch':
      epochs.value = [...epochs.value, report.summary];
      break;
    case 'firstLayer':
      firstLayer.value = report.firstLayer;
      break;
    case 'results':
      results.value = report.results;
      break;
    case 'prediction':
      // An answer to what is not on the pad any more comes too late.
      if (report.drawing !== drawing.value?.id) break;
      prediction.value = report.prediction;
      predicted.value = report.drawing;
      break;
    case 'weights':
      offerDownload(report.file);
      break;
  }
}

function forgetNetwork(): void {
  networkTable.value = '';
  trainedArchitecture.value = undefined;
  firstLayer.value = undefined;
  prediction.value = undefined;
  predicted.value = undefined;
}

/** The worker is gone, and its network with it; the next request starts another one. */
function lose(reason: string): void {
  const isWorkLost = hasNetwork.value || isUpdating.value;
  message.value = isWorkLost ? 'What was trained is lost. Train again.' : 'Nothing can be trained yet.';
  forgetNetwork();
  engine.value = undefined;
  phase.value = 'idle';
  failure.value = { message: reason, needsData: false };
}

function offerDownload(file: Uint8Array): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([file as BlobPart], { type: 'application/octet-stream' }));
  link.download = 'neutype-digits.safetensors';
  link.click();
  URL.revokeObjectURL(link.href);
}
