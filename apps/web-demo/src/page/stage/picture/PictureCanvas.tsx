import { useEffect, useRef } from 'preact/hooks';
import type { Activity } from '../../../shared/activity.js';
import { inNextFrame } from '../../state/frames.js';
import { colourChanges } from '../../state/scheme.js';
import type { Layout } from './layout.js';
import { Motion } from './motion.js';
import { Painter, type Spot } from './paint.js';
import { paletteOf } from './palette.js';

interface Scene {
  readonly activity: Activity;
  readonly layout: Layout;
  readonly looked: Spot | undefined;
}

interface PictureCanvasProps extends Scene {
  readonly words: string;
}

/** How long light takes from the image to the answer, in milliseconds. */
const PULSE = 1100;

/** The network at work, painted: it moves from what it was to what it is, and rests when it is there. */
export function PictureCanvas({ activity, layout, looked, words }: PictureCanvasProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const animationRef = useRef<Animation | undefined>(undefined);
  const colours = colourChanges.value;

  useEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas) return;
    const animation = new Animation(canvas);
    animationRef.current = animation;
    return () => animation.stop();
  }, [colours]);

  useEffect(() => {
    animationRef.current?.show({ activity, layout, looked });
  }, [activity, layout, looked, colours]);

  return (
    <canvas
      ref={canvasRef}
      class="picture-canvas"
      role="img"
      aria-label={words}
      style={{ width: `${layout.width}px`, height: `${layout.height}px` }}
    />
  );
}

/** Paints frames while something moves. */
class Animation {
  readonly #canvas: HTMLCanvasElement;
  readonly #painter: Painter;
  readonly #motion = new Motion();
  readonly #isStill = matchMedia('(prefers-reduced-motion: reduce)');
  #scene: Scene | undefined;
  /** Takes back the frame that was asked for. */
  #takeBack: (() => void) | undefined;
  #paintedAt = 0;
  #pulseFrom = Number.NEGATIVE_INFINITY;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#painter = new Painter(canvas, paletteOf(canvas));
  }

  show(scene: Scene): void {
    const isNew = scene.activity !== this.#scene?.activity;
    if (isNew) this.#motion.aim(scene.activity, this.#isStill.matches || !this.#scene);
    if (isNew && performance.now() - this.#pulseFrom > PULSE) this.#pulseFrom = performance.now();
    this.#scene = scene;
    this.#fit(scene.layout);
    if (this.#takeBack) return;
    this.#paintedAt = performance.now();
    this.#takeBack = inNextFrame(this.#canvas, this.#paint);
  }

  stop(): void {
    this.#takeBack?.();
  }

  readonly #paint = (): void => {
    this.#takeBack = undefined;
    if (!this.#scene) return;
    const now = performance.now();
    const isMoving = this.#motion.move(now - this.#paintedAt);
    this.#paintedAt = now;
    const pulse = this.#isStill.matches ? 1 : Math.min(1, (now - this.#pulseFrom) / PULSE);
    const { activity, layout, looked } = this.#scene;
    this.#painter.paint(activity, layout, this.#motion, looked, pulse);
    if (isMoving || pulse < 1) this.#takeBack = inNextFrame(this.#canvas, this.#paint);
  };

  #fit({ width, height }: Layout): void {
    const [wide, high] = [width, height].map((size) => Math.round(size * devicePixelRatio)) as [
      number,
      number,
    ];
    if (this.#canvas.width === wide && this.#canvas.height === high) return;
    this.#canvas.width = wide;
    this.#canvas.height = high;
  }
}
