import { CLASSES } from '../../../shared/recipe.js';
import { percent, percentInWords } from '../../draw/percent.js';

/** How likely each digit is: what the network says of an image. */
export function Answers({ probabilities }: { readonly probabilities: ArrayLike<number> | undefined }) {
  const all = Array.from(probabilities ?? []);
  const best = all.indexOf(Math.max(...all));
  return (
    <div class="answers">
      <ul class="bars" aria-label="Probability of each digit">
        {Array.from({ length: CLASSES }, (_, digit) => {
          const share = all[digit] ?? 0;
          return (
            <li
              key={digit}
              class={digit === best ? 'best' : ''}
              aria-label={`${digit}: ${percentInWords(share)}`}
            >
              <span class="digit">{digit}</span>
              <span class="track">
                <span class="bar" style={{ transform: `scaleX(${share})` }} />
              </span>
              <span class="percent">{all.length > 0 && percent(share)}</span>
            </li>
          );
        })}
      </ul>
      <p class="picture-caption">answer</p>
    </div>
  );
}
