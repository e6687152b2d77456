import type { Drawing } from './normalizeDrawing.js';

const PAD_SIZE = 280;
const DEFAULT_WIDTH = 22;

/** A round pen on a transparent canvas: ink is the alpha channel, so that the paper may have any colour. */
export class Pen {
  readonly #context: CanvasRenderingContext2D;
  width: number = DEFAULT_WIDTH;

  constructor(canvas: HTMLCanvasElement) {
    canvas.width = PAD_SIZE;
    canvas.height = PAD_SIZE;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('This browser gives no 2D canvas to draw on.');
    context.lineCap = 'round';
    context.lineJoin = 'round';
    this.#context = context;
  }

  /** Draws from one point to the next, in canvas pixels; the same point twice makes a dot. */
  line(from: readonly [number, number], to: readonly [number, number]): void {
    const context = this.#context;
    context.lineWidth = this.width;
    context.strokeStyle = getComputedStyle(context.canvas).color;
    context.beginPath();
    context.moveTo(...from);
    // A line of no length is not drawn, round ends or not.
    const isDot = from[0] === to[0] && from[1] === to[1];
    context.lineTo(to[0] + (isDot ? 0.01 : 0), to[1]);
    context.stroke();
  }

  /** Draws what is there in the page's ink, which has changed. */
  repaint(): void {
    const context = this.#context;
    context.save();
    context.globalCompositeOperation = 'source-in';
    context.fillStyle = getComputedStyle(context.canvas).color;
    context.fillRect(0, 0, PAD_SIZE, PAD_SIZE);
    context.restore();
  }

  clear(): void {
    this.#context.clearRect(0, 0, PAD_SIZE, PAD_SIZE);
  }

  drawing(): Drawing {
    const { data } = this.#context.getImageData(0, 0, PAD_SIZE, PAD_SIZE);
    const ink = new Uint8Array(PAD_SIZE * PAD_SIZE);
    for (let pixel = 0; pixel < ink.length; pixel++) ink[pixel] = data[pixel * 4 + 3] ?? 0;
    return { ink, width: PAD_SIZE, height: PAD_SIZE };
  }
}

/** Where a pointer is, in the canvas's own pixels, however large it is shown. */
export function canvasPoint(canvas: HTMLCanvasElement, event: PointerEvent): [number, number] {
  const shown = canvas.getBoundingClientRect();
  return [
    ((event.clientX - shown.left) / shown.width) * canvas.width,
    ((event.clientY - shown.top) / shown.height) * canvas.height,
  ];
}
