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
import { offerDownloads } from '../weights/downloads.js';
import { forgetFile, keepFile, keptFile } from '../weights/keptFile.js';
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

/** Whether the person asked the browser to keep the network. */
export const isKept = signal(false);
/** Whether there was a training since the network was kept. */
let isNew = false;

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
  isNew = true;
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
      if (report.phase === 'finished' && isNew && isKept.value) keepNetwork();
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
      void takeFiles(report);
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

/** Has the browser keep the network, now and after each training, for when the page is opened again. */
export function keepNetwork(): void {
  isKept.value = true;
  isNew = false;
  if (hasNetwork.value) send({ type: 'exportWeights', format: 'safetensors', purpose: 'keep' });
}

export async function forgetNetworkKept(): Promise<void> {
  isKept.value = false;
  await forgetFile().catch(() => {});
  message.value = 'The browser keeps the network no longer.';
}

/** Reads a file with a network. */
export async function openFile(file: File): Promise<void> {
  try {
    if (file.size > LARGEST_FILE) throw new Error('it is larger than the weights of any network made here');
    const bytes = new Uint8Array(await file.arrayBuffer());
    send({ type: 'importWeights', file: bytes, settings: settings.value, site: document.baseURI });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    failure.value = { message: `${file.name} cannot be read: ${reason}.`, needsData: false };
  }
}

/** Larger than the file of any network that this page trains. */
const LARGEST_FILE = 256 * 2 ** 20;

async function takeFiles({ files, purpose }: Extract<Report, { type: 'weights' }>): Promise<void> {
  if (purpose === 'download') return offerDownloads(files);
  try {
    await keepFile(files[0]?.bytes as Uint8Array<ArrayBuffer>);
    message.value = 'The browser keeps the network, also when the page is closed.';
  } catch (error) {
    isKept.value = false;
    const reason = error instanceof Error ? error.message : String(error);
    failure.value = {
      message: `The browser cannot keep the network: ${reason} Download it instead.`,
      needsData: false,
    };
  }
}

/** What the person asked to be kept comes back. */
async function bringBack(): Promise<void> {
  const file = await keptFile().catch(() => undefined);
  if (file === undefined) return;
  isKept.value = true;
  await openFile(file);
}

void bringBack();
