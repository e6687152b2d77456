import { Pixels } from '../draw/Pixels.js';
import { chosenDigit, cloud, cloudDigits } from '../state/cloud.js';
import { look } from '../state/drawing.js';
import { digitInWords } from './cloudWords.js';

/** The digit that was chosen, large, with what the network says to it. */
export function ChosenDigit() {
  const { value: index } = chosenDigit;
  const digit = index === undefined ? undefined : cloudDigits.value[index];
  const answer = index === undefined ? undefined : cloud.value?.answers[index];
  const confidence = index === undefined ? undefined : cloud.value?.confidences[index];
  const words =
    digit && answer !== undefined && confidence !== undefined
      ? digitInWords(digit.label, answer, confidence)
      : undefined;
  return (
    <div class={`cloud-chosen ${words ? '' : 'none'}`}>
      {words && digit && <Pixels image={digit.image} label="The chosen digit" size={96} />}
      <div>
        <p role="status" data-testid="chosen">
          {words}
        </p>
        {words && digit && (
          <p>
            <button type="button" onClick={() => watch(digit.image)}>
              Watch it being read
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

/** Has the digit read on the first screen, and goes there. */
function watch(image: Uint8Array): void {
  look(image);
  document.getElementById('draw-title')?.scrollIntoView();
}
