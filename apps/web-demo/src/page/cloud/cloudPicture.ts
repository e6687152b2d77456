import { CLASSES, DIGIT_SIDE } from '../../shared/recipe.js';
import { paintInk } from '../draw/paintPixels.js';
import { paperOf } from '../pictures/png.js';
import type { CloudDigit } from '../state/cloud.js';
import { inNextFrame } from '../state/frames.js';
import { colorNamed } from '../state/scheme.js';
import { between, nearestTo } from './places.js';

/** How long digits are on their way to their next place. */
const WAY_MILLISECONDS = 700;
/** Across the atlas of digits. */
const ACROSS = 20;

/** What is drawn, but for where. */
export interface CloudScene {
  readonly digits: readonly CloudDigit[];
  readonly answers: Uint8Array;
  readonly chosen: number | undefined;
  readonly sought: number | undefined;
}

/** The cloud on a canvas. It draws while something moves, and sleeps else. */
export class CloudPicture {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #scene: CloudScene = { digits: [], answers: new Uint8Array(), chosen: undefined, sought: undefined };
  #atlas: HTMLCanvasElement | undefined;
  #from: Float32Array = new Float32Array();
  #to: Float32Array = new Float32Array();
  #begun = 0;
  /** Takes back the frame that was asked for. */
  #takeBack: (() => void) | undefined;
  /** The canvas in CSS pixels when it was last measured: asking it again for each digit took an eighth of the page's time. */
  #size: readonly [number, number] = [0, 0];

  constructor(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D) {
    this.#canvas = canvas;
    this.#context = context;
  }

  /** Draws these digits, on their way to these places unless they are to be there at once. */
  show(scene: CloudScene, places: Float32Array, isMoving: boolean): void {
    if (scene.digits !== this.#scene.digits) this.#atlas = undefined;
    const areSame = places === this.#to;
    if (!areSame) {
      const here = this.#places();
      this.#from = isMoving && here.length === places.length ? Float32Array.from(here) : places.slice();
      this.#to = places;
      this.#begun = performance.now();
    }
    this.#scene = scene;
    this.#ask();
  }

  /** The page's colours or the canvas's size have changed. */
  paintAnew(): void {
    this.#atlas = undefined;
    this.#ask();
  }

  /** The digit at a place of the canvas, in CSS pixels. */
  digitAt(x: number, y: number): number | undefined {
    const { digits, answers } = this.#scene;
    return nearestTo(
      this.#places(),
      [x, y],
      0.8 * this.#digitSize,
      (place, axis) => this.#pixel(place, axis),
      (index) => answers[index] !== digits[index]?.label,
    );
  }

  /** What is to be seen now, on a canvas of its own that is opaque. */
  onPaper(): HTMLCanvasElement {
    this.#measure();
    const { canvas, context } = paperOf(...this.#size, getComputedStyle(this.#canvas).backgroundColor);
    this.#paint(context);
    return canvas;
  }

  dispose(): void {
    this.#takeBack?.();
  }

  #ask(): void {
    this.#takeBack ??= inNextFrame(this.#canvas, () => {
      this.#takeBack = undefined;
      this.#draw();
      if (performance.now() - this.#begun < WAY_MILLISECONDS && this.#from !== this.#to) this.#ask();
    });
  }

  #places(): Float32Array {
    const share = (performance.now() - this.#begun) / WAY_MILLISECONDS;
    return share >= 1 ? this.#to : between(this.#from, this.#to, share);
  }

  get #digitSize(): number {
    return Math.max(15, Math.min(26, this.#size[0] / 32));
  }

  #pixel(place: number, axis: 0 | 1): number {
    const margin = 0.75 * this.#digitSize;
    return margin + ((place + 1) / 2) * (this.#size[axis] - 2 * margin);
  }

  #measure(): void {
    this.#size = [this.#canvas.clientWidth, this.#canvas.clientHeight];
  }

  #draw(): void {
    const canvas = this.#canvas;
    const ratio = devicePixelRatio;
    this.#measure();
    const [width, height] = [Math.round(this.#size[0] * ratio), Math.round(this.#size[1] * ratio)];
    if (width === 0 || height === 0) return;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = this.#context;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, ...this.#size);
    this.#paint(context);
  }

  #paint(context: CanvasRenderingContext2D): void {
    const canvas = this.#canvas;
    const places = this.#places();
    const { digits, answers, chosen } = this.#scene;
    const wrong = digits.flatMap(({ label }, index) => (answers[index] === label ? [] : [index]));
    const right = digits.flatMap(({ label }, index) => (answers[index] === label ? [index] : []));
    for (const index of right) this.#drawDigit(context, places, index);
    context.strokeStyle = styleOf(canvas, '--problem');
    context.lineWidth = 1.5;
    for (const index of wrong) {
      this.#drawDigit(context, places, index);
      // Where most are wrong, rings would say nothing.
      context.globalAlpha *= wrong.length > right.length ? 0.35 : 1;
      this.#ring(context, places, index, 0.66);
    }
    context.globalAlpha = 1;
    if (chosen === undefined) return;
    context.strokeStyle = styleOf(canvas, '--accent');
    context.lineWidth = 3;
    this.#ring(context, places, chosen, 0.85);
  }

  #drawDigit(context: CanvasRenderingContext2D, places: Float32Array, index: number): void {
    const { digits, sought } = this.#scene;
    this.#atlas ??= atlasOf(digits, this.#canvas);
    const size = this.#digitSize;
    const [x, y] = this.#middle(places, index);
    context.globalAlpha = sought === undefined || digits[index]?.label === sought ? 1 : 0.12;
    context.drawImage(
      this.#atlas,
      (index % ACROSS) * DIGIT_SIDE,
      Math.floor(index / ACROSS) * DIGIT_SIDE,
      DIGIT_SIDE,
      DIGIT_SIDE,
      x - size / 2,
      y - size / 2,
      size,
      size,
    );
  }

  #ring(context: CanvasRenderingContext2D, places: Float32Array, index: number, radius: number): void {
    const [x, y] = this.#middle(places, index);
    context.beginPath();
    context.arc(x, y, radius * this.#digitSize, 0, 2 * Math.PI);
    context.stroke();
  }

  #middle(places: Float32Array, index: number): [number, number] {
    return [this.#pixel(places[2 * index] as number, 0), this.#pixel(places[2 * index + 1] as number, 1)];
  }
}

function styleOf(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

/** All digits in the colours of their classes, in one picture to copy them from. */
function atlasOf(digits: readonly CloudDigit[], element: Element): HTMLCanvasElement {
  const colors = Array.from({ length: CLASSES }, (_, digit) => colorNamed(element, `--class-${digit}`));
  const atlas = document.createElement('canvas');
  atlas.width = ACROSS * DIGIT_SIDE;
  atlas.height = Math.ceil(digits.length / ACROSS) * DIGIT_SIDE;
  const context = atlas.getContext('2d');
  digits.forEach(({ image, label }, index) => {
    const pixels = context?.createImageData(DIGIT_SIDE, DIGIT_SIDE);
    if (!pixels) return;
    // Thin strokes become faint where they are drawn small.
    const opacities = Float32Array.from(image, (ink) => 1.6 * ink);
    paintInk(pixels, colors[label] ?? [0, 0, 0], opacities);
    const [x, y] = [(index % ACROSS) * DIGIT_SIDE, Math.floor(index / ACROSS) * DIGIT_SIDE];
    context?.putImageData(pixels, x, y);
  });
  return atlas;
}
