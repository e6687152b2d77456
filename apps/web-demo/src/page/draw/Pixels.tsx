import { colourChanges, inkOf } from '../state/scheme.js';
import { PixelImage } from './PixelImage.js';
import { paintInk } from './paintPixels.js';

interface PixelsProps {
  /** Ink per pixel, 0 to 255. */
  readonly image: ArrayLike<number> | undefined;
  readonly label: string;
  readonly size?: number;
}

/** A 28×28 image, ink on paper as the page's colours are. */
export function Pixels({ image, label, size = 84 }: PixelsProps) {
  return (
    <PixelImage
      class="pixels"
      label={label}
      size={size}
      paint={(pixels, picture) => paintInk(pixels, inkOf(picture), image ?? [])}
      // Other colours need other pixels.
      inputs={[image, colourChanges.value]}
    />
  );
}
