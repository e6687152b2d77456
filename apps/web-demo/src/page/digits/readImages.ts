import { DIGIT_PIXELS } from '../../shared/recipe.js';
import { digitOn, type Picture } from './digitOn.js';
import type { LabeledFile } from './sortFiles.js';

/** Images as a network sees them, and the paths of those that are of no use. */
export interface ReadImages {
  /** 784 pixels each, one image after the other. */
  readonly images: Uint8Array<ArrayBuffer>;
  readonly labels: Uint8Array<ArrayBuffer>;
  readonly unreadable: readonly string[];
  readonly empty: readonly string[];
}

/** Larger pictures are made smaller first: a digit needs no more. */
const LARGEST_SIDE = 224;
/** So many are decoded at a time, by the browser's own threads. */
const AT_A_TIME = 8;

type Reading = Uint8Array | 'unreadable' | 'empty';

/** @param onProgress told how many are read */
export async function readImages(
  files: readonly LabeledFile[],
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (done: number) => void },
): Promise<ReadImages> {
  const images = new Uint8Array(files.length * DIGIT_PIXELS);
  const labels = new Uint8Array(files.length);
  const useless: Record<'unreadable' | 'empty', string[]> = { unreadable: [], empty: [] };
  const canvas = new Canvas();
  let count = 0;
  for (let begin = 0; begin < files.length; begin += AT_A_TIME) {
    signal.throwIfAborted();
    const some = files.slice(begin, begin + AT_A_TIME);
    const readings = await Promise.all(some.map(({ file }) => read(file, canvas)));
    for (const [index, reading] of readings.entries()) {
      const { path, digit } = some[index] as LabeledFile;
      if (typeof reading === 'string') {
        useless[reading].push(path);
        continue;
      }
      images.set(reading, count * DIGIT_PIXELS);
      labels[count++] = digit;
    }
    onProgress(begin + some.length);
  }
  return { images: images.slice(0, count * DIGIT_PIXELS), labels: labels.slice(0, count), ...useless };
}

async function read(file: File, canvas: Canvas): Promise<Reading> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) return 'unreadable';
  const picture = canvas.pixelsOf(bitmap);
  bitmap.close();
  return digitOn(picture) ?? 'empty';
}

class Canvas {
  readonly #canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D | null = this.#canvas.getContext('2d', {
    willReadFrequently: true,
  });

  pixelsOf(bitmap: ImageBitmap): Picture {
    const scale = Math.min(1, LARGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(1, Math.round(bitmap.width * scale));
    const height = Math.max(1, Math.round(bitmap.height * scale));
    Object.assign(this.#canvas, { width, height });
    const context = this.#context as CanvasRenderingContext2D;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  }
}
