import { useSignal } from '@preact/signals';
import type { Activity } from '../../../shared/activity.js';
import { Heat } from '../../draw/Heat.js';
import { Pixels } from '../../draw/Pixels.js';
import { drawing } from '../../state/drawing.js';
import type { Box } from './layout.js';

interface ImageColumnProps {
  readonly activity: Activity | undefined;
  readonly box: Box | undefined;
}

const BEFORE_A_NETWORK: Box = { left: 0, top: 125, width: 150, height: 150 };

/** What the network sees: the image, and at a click which of its pixels decide. */
export function ImageColumn({ activity, box = BEFORE_A_NETWORK }: ImageColumnProps) {
  const isHeatWanted = useSignal(false);
  const drawn = drawing.value;
  const image = drawn?.image ?? activity?.image;
  const isAbout = activity !== undefined && activity.drawing === drawn?.id;
  const { left, top, width, height } = box;
  return (
    <div
      class="picture-image"
      style={{ left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` }}
    >
      <Pixels image={image} size={width} label={`The ${drawn ? 'drawing' : 'digit'} as 28 by 28 pixels`} />
      {isHeatWanted.value && isAbout && (
        <Heat values={activity.saliency} size={width} label="Which pixels decide" />
      )}
      <button
        type="button"
        aria-pressed={isHeatWanted.value}
        onClick={() => {
          isHeatWanted.value = !isHeatWanted.value;
        }}
      >
        Which pixels decide?
      </button>
    </div>
  );
}
