import { syntheticDigits } from '@neutype/datasets';
import { NdArray } from '@neutype/ndarray';
import type { DigitsReport, DigitsRequest } from '../../shared/digits.js';
import { DIGIT_PIXELS, SYNTHETIC } from '../../shared/recipe.js';
import type { DatasetName } from '../../shared/settings.js';
import type { DigitStore } from './digitStore.js';
import type { LabeledImages } from './digits.js';
import { mnistFromFiles } from './mnistFromFiles.js';
import { sampleDigits } from './sampleDigits.js';

/** So many generated digits have two of each among them. */
const ENOUGH_FOR_SAMPLES = 80;

/** Takes digits from the page, and shows it some. Neither disturbs a training: the next one has them. */
export async function answerDigitsRequest(
  request: DigitsRequest,
  store: DigitStore,
  report: (report: DigitsReport) => void,
): Promise<void> {
  if (request.type === 'showSamples') return showSamples(request.dataset, store, report);
  const dataset = request.type === 'useMnist' ? 'mnist' : 'own';
  try {
    store.keep(dataset, await imagesIn(request));
  } catch (error) {
    return report({ type: 'digitsRefused', message: error instanceof Error ? error.message : String(error) });
  }
  report({ type: 'digitsTaken', dataset });
  showSamples(dataset, store, report);
}

/** Shows the page some digits; none where they would have to be fetched. */
export function showSamples(
  dataset: DatasetName,
  store: DigitStore,
  report: (report: DigitsReport) => void,
): void {
  const images = store.imagesOf(dataset) ?? (dataset === 'synthetic' ? firstGenerated() : undefined);
  const samples = images ? sampleDigits(dataset, images) : { dataset, images: new Uint8Array(0), labels: [] };
  report({ type: 'samples', samples });
}

function firstGenerated(): LabeledImages {
  return syntheticDigits({ ...SYNTHETIC, samples: ENOUGH_FOR_SAMPLES });
}

async function imagesIn(request: Exclude<DigitsRequest, { type: 'showSamples' }>): Promise<LabeledImages> {
  if (request.type === 'useMnist') return mnistFromFiles(request.files);
  const { images, labels } = request;
  const count = labels.length;
  return { images: new NdArray(images, [count, DIGIT_PIXELS]), labels: new NdArray(labels, [count]) };
}
