import { useEffect, useRef } from 'preact/hooks';

const SIDE = 28;

/** A 28×28 map of values from 0 to 1, transparent to orange. */
export function Heat({ values, label }: { readonly values: Float32Array; readonly label: string }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvasRef.current?.getContext('2d');
    if (!context) return;
    const pixels = context.createImageData(SIDE, SIDE);
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
        width={SIDE}
        height={SIDE}
        style={{ width: '84px', height: '84px' }}
      />
      <figcaption>{label}</figcaption>
    </figure>
  );
}
