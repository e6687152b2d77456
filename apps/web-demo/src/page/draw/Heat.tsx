import { PixelImage } from './PixelImage.js';
import { paintInk } from './paintPixels.js';

interface HeatProps {
  readonly values: Float32Array;
  readonly label: string;
  readonly size: number;
}

/** A 28×28 map of values from 0 to 1, transparent to orange. */
export function Heat({ values, label, size }: HeatProps) {
  return (
    <PixelImage
      class="heat"
      label={label}
      size={size}
      paint={(pixels) =>
        paintInk(
          pixels,
          [255, 130, 30],
          values.map((value) => 255 * value),
        )
      }
      inputs={[values]}
    />
  );
}
