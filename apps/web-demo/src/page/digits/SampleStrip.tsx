import { useEffect, useRef } from 'preact/hooks';
import type { SampleDigits } from '../../shared/digits.js';
import { CLASSES, DIGIT_PIXELS, DIGIT_SIDE } from '../../shared/recipe.js';
import { paintInk } from '../draw/paintPixels.js';
import { samples } from '../state/digits.js';
import { colourChanges, inkOf } from '../state/scheme.js';
import { settings } from '../state/settings.js';

const GAP = 4;
const PITCH = DIGIT_SIDE + GAP;

/**
 * Two of each digit of the data, so that it is seen what is learnt from.
 *
 * @param props.onView called when it comes into the window
 */
export function SampleStrip({ onView }: { readonly onView: () => void }) {
  const elementRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = elementRef.current;
    if (!element) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      onView();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [onView]);
  const { value } = samples;
  const isThere = value?.dataset === settings.value.dataset;
  return (
    <div ref={elementRef} class="samples">
      {isThere && value.labels.length > 0 && <Strip {...value} />}
      {isThere && value.labels.length === 0 && <p class="remark">Fetched when you press Train, then kept.</p>}
    </div>
  );
}

function Strip({ images, labels }: SampleDigits) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const colours = colourChanges.value;
  // Other colours need other pixels.
  useEffect(() => {
    const context = canvasRef.current?.getContext('2d');
    if (context) paint(context, images, labels);
  }, [images, labels, colours]);
  return (
    <canvas
      ref={canvasRef}
      role="img"
      aria-label={`Some of the digits: ${labels.join(', ')}`}
      width={CLASSES * PITCH - GAP}
      height={2 * PITCH - GAP}
    />
  );
}

/** A column for each digit; where there is but one of it, the place below stays empty. */
function paint(context: CanvasRenderingContext2D, images: Uint8Array, labels: readonly number[]): void {
  const ink = inkOf(context.canvas);
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  labels.forEach((label, index) => {
    const pixels = context.createImageData(DIGIT_SIDE, DIGIT_SIDE);
    paintInk(pixels, ink, images.subarray(index * DIGIT_PIXELS, (index + 1) * DIGIT_PIXELS));
    const row = labels[index - 1] === label ? 1 : 0;
    context.putImageData(pixels, label * PITCH, row * PITCH);
  });
}
