import { computed, effect, signal } from '@preact/signals';
import type { SampleDigits } from '../../shared/digits.js';
import type { PathFile } from '../digits/sortFiles.js';
import { openFile } from './kept.js';
import { isBusy } from './run.js';
import { change, settings } from './settings.js';
import { beforeRequests, onLoss, onReport, send, sendQuietly } from './worker.js';

export interface News {
  readonly text: string;
  readonly details: readonly string[];
  readonly isProblem: boolean;
}

/** A person's own images, as the worker has them. */
interface OwnImages {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

export const ownImages = signal<OwnImages | undefined>(undefined);
/** How many of the digits a person's own images show. */
export const ownClasses = computed(() => new Set(ownImages.value?.labels).size);
/** Some of the digits that are chosen. */
export const samples = signal<SampleDigits | undefined>(undefined);
/** Why other digits were taken than those that were chosen. */
export const whyOthers = signal('');
/** How far the reading of a person's files is. */
export const reading = signal<{ readonly done: number; readonly total: number } | undefined>(undefined);
/** What came of the files that a person gave. */
export const news = signal<News | undefined>(undefined);

const isLookedAt = signal(false);
const dataset = computed(() => settings.value.dataset);
let canceling = new AbortController();
let newsOfTaken: News | undefined;
let isLost = false;

/** The digits that are chosen are in view from now on: nobody waits for them before. */
export function lookAtSamples(): void {
  isLookedAt.value = true;
}

effect(() => {
  if (isLookedAt.value) sendQuietly({ type: 'showSamples', dataset: dataset.value });
});

effect(() => {
  if (dataset.value !== 'synthetic') whyOthers.value = '';
});

/** Takes what a person has dropped or chosen, whatever it is, and says what came of it. */
export async function takeFiles(files: Promise<readonly PathFile[]> | readonly PathFile[]): Promise<void> {
  cancelReading();
  canceling = new AbortController();
  const { signal } = canceling;
  try {
    // What most people never need is fetched by those who do.
    const { sortFiles } = await import('../digits/sortFiles.js');
    const sorted = sortFiles(await files);
    signal.throwIfAborted();
    if (sorted.kind === 'nothing') return refuse(sorted.problem);
    if (sorted.kind === 'weights') return await takeWeights(sorted.file);
    if (sorted.kind === 'mnist') return await takeMnist(sorted.files);
    await takeImages(sorted, signal);
  } catch (error) {
    if (!signal.aborted) refuse(error instanceof Error ? error.message : String(error));
  } finally {
    if (!signal.aborted) reading.value = undefined;
  }
}

export function cancelReading(): void {
  canceling.abort();
  reading.value = undefined;
  news.value = undefined;
}

async function takeWeights(file: File): Promise<void> {
  if (isBusy.value) return refuse('Weights can be loaded once the training has ended, or is stopped.');
  await openFile(file);
}

async function takeMnist(files: readonly PathFile[]): Promise<void> {
  const contents = files.map(async ({ path, file }) => ({
    name: path,
    bytes: new Uint8Array(await file.arrayBuffer()),
  }));
  newsOfTaken = tell('MNIST’s 70,000 digits are there. Press Train to learn from them.');
  send({ type: 'useMnist', files: await Promise.all(contents) });
}

type Images = Extract<
  ReturnType<typeof import('../digits/sortFiles.js').sortFiles<File>>,
  { kind: 'images' }
>;

async function takeImages({ images: files, unlabeled, others }: Images, signal: AbortSignal): Promise<void> {
  const [{ readImages }, { sayTaken }] = await Promise.all([
    import('../digits/readImages.js'),
    import('../digits/sayTaken.js'),
  ]);
  const total = files.length;
  const onProgress = (done: number) => {
    reading.value = { done, total };
  };
  onProgress(0);
  const read = await readImages(files, { signal, onProgress });
  const { text, details, isEnough } = sayTaken({ ...read, unlabeled, others });
  if (!isEnough) return refuse(text, details);
  newsOfTaken = tell(text, details);
  ownImages.value = { images: read.images, labels: read.labels };
  send({ type: 'useOwnImages', ...ownImages.value });
}

function tell(text: string, details: readonly string[] = []): News {
  return { text, details, isProblem: false };
}

function refuse(text: string, details: readonly string[] = []): void {
  news.value = { text, details, isProblem: true };
}

onReport('samples', (report) => {
  if (report.samples.dataset === dataset.value) samples.value = report.samples;
});

onReport('digitsTaken', ({ dataset: taken }) => {
  // What was lost with a worker and given to the next one is no news.
  if (!newsOfTaken) return;
  if (!isBusy.value) change({ dataset: taken });
  news.value = newsOfTaken;
  newsOfTaken = undefined;
});

onReport('digitsRefused', ({ message }) => refuse(message));

onReport('otherDigits', ({ dataset: others, message }) => {
  change({ dataset: others });
  whyOthers.value = message;
});

onLoss(() => {
  isLost = ownImages.value !== undefined;
});

beforeRequests(() => {
  if (!isLost || ownImages.value === undefined) return;
  isLost = false;
  sendQuietly({ type: 'useOwnImages', ...ownImages.value });
});
