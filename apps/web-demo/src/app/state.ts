import { computed, signal } from '@preact/signals';
import { architectureProblem } from '../architecture/buildNetwork.js';
import type { Settings } from '../settings/settings.js';
import { settingsFromQuery, settingsToQuery } from '../settings/url.js';
import { startTrainingWorker } from '../training/client.js';
import type {
  BackendMeasurement,
  EpochSummary,
  FirstLayer,
  Phase,
  Prediction,
  Progress,
  Report,
  Results,
} from '../training/protocol.js';

const fromUrl = settingsFromQuery(location.search);

/** The page's state: each signal has one writer, `receive` below or a control. */
export const settings = signal<Settings>(fromUrl.settings);
export const problem = computed(() => architectureProblem(settings.value.architecture));
export const phase = signal<Phase>('idle');
export const message = signal(
  fromUrl.ignored.length ? `Ignored in the address: ${fromUrl.ignored.join(', ')}.` : 'Ready when you are.',
);
export const failure = signal<string | undefined>(undefined);
export const networkTable = signal('');
export const backends = signal<readonly BackendMeasurement[]>([]);
export const progress = signal<Progress | undefined>(undefined);
export const losses = signal<readonly number[]>([]);
export const epochs = signal<readonly EpochSummary[]>([]);
export const firstLayer = signal<FirstLayer | undefined>(undefined);
export const results = signal<Results | undefined>(undefined);
export const prediction = signal<Prediction | undefined>(undefined);
export const hasNetwork = signal(false);

const worker = startTrainingWorker(receive);
export const send = worker.send;

export function change(changes: Partial<Settings>): void {
  settings.value = { ...settings.value, ...changes };
  const query = settingsToQuery(settings.value);
  history.replaceState(null, '', query ? `?${query}` : location.pathname);
}

export function startTraining(): void {
  forgetRun();
  send({ type: 'start', settings: settings.value, site: document.baseURI });
}

function forgetRun(): void {
  failure.value = undefined;
  losses.value = [];
  epochs.value = [];
  progress.value = undefined;
  results.value = undefined;
}

function receive(report: Report): void {
  switch (report.type) {
    case 'phase':
      phase.value = report.phase;
      message.value = report.message;
      break;
    case 'failure':
      failure.value = report.message;
      break;
    case 'notice':
      message.value = report.message;
      break;
    case 'network':
      networkTable.value = report.table;
      hasNetwork.value = true;
      break;
    case 'backends':
      backends.value = report.measured;
      break;
    case 'progress':
      progress.value = report.progress;
      losses.value = [...losses.value, ...report.progress.losses];
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
      prediction.value = report.prediction;
      break;
    case 'weights':
      offerDownload(report.file);
      break;
  }
}

function offerDownload(file: Uint8Array): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([file as BlobPart], { type: 'application/octet-stream' }));
  link.download = 'neutype-digits.safetensors';
  link.click();
  URL.revokeObjectURL(link.href);
}
