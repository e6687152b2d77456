import { useEffect, useRef } from 'preact/hooks';
import { DIGIT_SIDE } from '../../shared/recipe.js';
import { colourChanges, inkOf } from '../state/scheme.js';

interface PixelsProps {
  /** Ink per pixel, 0 to 255. */
  readonly image: ArrayLike<number> | undefined;
  readonly label: string;
  readonly size?: number;
}

/** A 28×28 image, ink on paper as the page's colours are. */
export function Pixels({ image, label, size = 84 }: PixelsProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const colours = colourChanges.value;
  // Other colours need other pixels.
  useEffect(() => {
    const context = canvasRef.current?.getContext('2d');
    if (!context) return;
    const pixels = context.createImageData(DIGIT_SIDE, DIGIT_SIDE);
    const ink = inkOf(context.canvas);
    for (let index = 0; index < DIGIT_SIDE ** 2; index++) {
      pixels.data.set([...ink, image?.[index] ?? 0], index * 4);
    }
    context.putImageData(pixels, 0, 0);
  }, [image, colours]);
  return (
    <canvas
      ref={canvasRef}
      class="pixels"
      role="img"
      aria-label={label}
      width={DIGIT_SIDE}
      height={DIGIT_SIDE}
      style={{ width: `${size}px`, height: `${size}px` }}
    />
  );
}
