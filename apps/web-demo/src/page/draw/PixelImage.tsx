import { useLayoutEffect, useRef } from 'preact/hooks';
import { DIGIT_SIDE } from '../../shared/recipe.js';
import { onceSeen } from '../state/frames.js';

interface PixelImageProps {
  readonly class: string;
  readonly label: string;
  readonly columns?: number;
  readonly rows?: number;
  /** Width and height in the page, in pixels; the style sheet's where there is none. */
  readonly size?: number;
  /** Fills the pixels, which are transparent. */
  readonly paint: (pixels: ImageData, image: HTMLImageElement) => void;
  /** Whatever `paint` depends on. */
  readonly inputs: readonly unknown[];
}

let easel: HTMLCanvasElement | undefined;

/**
 * A picture of few pixels, of a digit's unless said otherwise.
 *
 * No canvas: the browser composes each canvas of a page anew in every frame, and dozens of them took longer than all else
 * that moves.
 */
export function PixelImage(props: PixelImageProps) {
  const { label, columns = DIGIT_SIDE, rows = DIGIT_SIDE, size, paint, inputs } = props;
  const imageRef = useRef<HTMLImageElement>(null);
  useLayoutEffect(() => {
    const image = imageRef.current;
    if (!image) return;
    return onceSeen(image, () => {
      image.src = painted(columns, rows, (pixels) => paint(pixels, image));
    });
  }, [columns, rows, ...inputs]);
  return (
    <img
      ref={imageRef}
      class={props.class}
      alt={label}
      width={columns}
      height={rows}
      draggable={false}
      style={size === undefined ? undefined : { width: `${size}px`, height: `${size}px` }}
    />
  );
}

/** What was painted, as the address of a picture. */
function painted(columns: number, rows: number, paint: (pixels: ImageData) => void): string {
  easel ??= document.createElement('canvas');
  Object.assign(easel, { width: columns, height: rows });
  const context = easel.getContext('2d', { willReadFrequently: true });
  if (!context) return '';
  const pixels = context.createImageData(columns, rows);
  paint(pixels);
  context.putImageData(pixels, 0, 0);
  return easel.toDataURL();
}
