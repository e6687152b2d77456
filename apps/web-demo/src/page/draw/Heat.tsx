import { useEffect, useRef } from 'preact/hooks';
import { DIGIT_SIDE } from '../../shared/recipe.js';

/** A 28×28 map of values from 0 to 1, transparent to orange. */
export function Heat({ values, label }: { readonly values: Float32Array; readonly label: string }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvasRef.current?.getContext('2d');
    if (!context) return;
    const pixels = context.createImageData(DIGIT_SIDE, DIGIT_SIDE);
    values.forEach((value, index) => {
      pixels.data.set([213, 94, 0, 255 * value], index * 4);
    });
    context.putImageData(pixels, 0, 0);
  }, [values]);
  return (
    <figure>
      <canvas
        ref={canvasRef}
        class="pixels"
        role="img"
        aria-label={label}
        width={DIGIT_SIDE}
        height={DIGIT_SIDE}
        style={{ width: '84px', height: '84px' }}
      />
      <figcaption>{label}</figcaption>
    </figure>
  );
}
