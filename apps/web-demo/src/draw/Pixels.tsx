import { useEffect, useRef } from 'preact/hooks';

interface PixelsProps {
  /** Ink per pixel, 0 to 255. */
  readonly image: ArrayLike<number> | undefined;
  readonly label: string;
  readonly size?: number;
}

const SIDE = 28;

/** A 28×28 image, ink on paper as the page's colours are. */
export function Pixels({ image, label, size = 84 }: PixelsProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvasRef.current?.getContext('2d');
    if (!context) return;
    const pixels = context.createImageData(SIDE, SIDE);
    const [red, green, blue] = inkColour(context.canvas);
    for (let index = 0; index < SIDE * SIDE; index++) {
      pixels.data.set([red, green, blue, image?.[index] ?? 0], index * 4);
    }
    context.putImageData(pixels, 0, 0);
  }, [image]);
  return (
    <canvas
      ref={canvasRef}
      class="pixels"
      role="img"
      aria-label={label}
      width={SIDE}
      height={SIDE}
      style={{ width: `${size}px`, height: `${size}px` }}
    />
  );
}

function inkColour(canvas: HTMLCanvasElement): [number, number, number] {
  const [red = 0, green = 0, blue = 0] =
    getComputedStyle(canvas)
      .color.match(/[\d.]+/g)
      ?.map(Number) ?? [];
  return [red, green, blue];
}
