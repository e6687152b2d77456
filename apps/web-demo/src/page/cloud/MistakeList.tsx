import type { Cloud } from '../../shared/cloud.js';
import { Pixels } from '../draw/Pixels.js';
import { type CloudDigit, chosenDigit } from '../state/cloud.js';
import { mistakesIn, neighbourOf } from './mistakesIn.js';

interface MistakeListProps {
  readonly digits: readonly CloudDigit[];
  readonly cloud: Cloud;
  readonly chosen: number | undefined;
}

/** The mistakes of the cloud, to choose from with the mouse or the arrow keys. */
export function MistakeList({ digits, cloud, chosen }: MistakeListProps) {
  const { shown, others } = mistakesIn(digits, cloud);
  if (shown.length === 0) return null;
  return (
    <div>
      <div
        class="cloud-mistakes"
        role="listbox"
        tabIndex={0}
        aria-label="Digits that it reads wrongly"
        aria-activedescendant={
          chosen !== undefined && shown.includes(chosen) ? `cloud-mistake-${chosen}` : undefined
        }
        onKeyDown={(event) => {
          const next = neighbourOf(shown, chosen, event.key);
          if (next === undefined) return;
          event.preventDefault();
          chosenDigit.value = next;
        }}
      >
        {shown.map((index) => {
          const { image, label } = digits[index] as CloudDigit;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and says which of its options is active
            <div
              key={index}
              id={`cloud-mistake-${index}`}
              role="option"
              aria-selected={index === chosen}
              aria-label={`A ${label}, taken for ${cloud.answers[index]}`}
              onClick={() => {
                chosenDigit.value = index;
              }}
            >
              <Pixels image={image} label={`A ${label}, taken for ${cloud.answers[index]}`} size={32} />
            </div>
          );
        })}
      </div>
      {others > 0 && <p class="remark">… and {others} more</p>}
    </div>
  );
}
