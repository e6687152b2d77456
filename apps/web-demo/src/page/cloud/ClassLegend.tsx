import { CLASSES } from '../../shared/recipe.js';
import { soughtClass } from '../state/cloud.js';

/** The colours of the ten digits; a click on one leaves only its digits bright. */
export function ClassLegend({ sought }: { readonly sought: number | undefined }) {
  return (
    <fieldset class="cloud-legend">
      <legend class="visually-hidden">Show one digit only</legend>
      {Array.from({ length: CLASSES }, (_, digit) => (
        <button
          key={digit}
          type="button"
          aria-pressed={sought === digit}
          aria-label={`Only ${digit}`}
          style={{ '--class': `var(--class-${digit})` }}
          onClick={() => {
            soughtClass.value = sought === digit ? undefined : digit;
          }}
        >
          {digit}
        </button>
      ))}
    </fieldset>
  );
}
