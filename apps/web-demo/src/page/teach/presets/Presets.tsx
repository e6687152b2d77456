import { computed, effect, signal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { Settings } from '../../../shared/settings.js';
import { isBusy } from '../../state/run.js';
import { settings, take } from '../../state/settings.js';
import { PRESET_NAMES, PRESETS, presetOf, settingsOf, withDigitsOf } from './presets.js';
import './presets.css';

const chosen = computed(() => presetOf(settings.value));
/** What a person made of a preset last, to come back to. */
const own = signal<Settings | undefined>(undefined);

effect(() => {
  if (!chosen.value) own.value = settings.value;
});

/** Experiments to begin with. What is changed afterwards makes it a person's own. */
export function Presets() {
  return (
    <fieldset class="presets" disabled={isBusy.value}>
      <legend>Try one of these, then change whatever you like</legend>
      {settings.value.dataset !== 'synthetic' && (
        <p class="hint">
          What they promise was seen with the generated digits: with yours it may be otherwise.
        </p>
      )}
      <div class="preset-cards">
        {PRESET_NAMES.map((name) => (
          <Card
            key={name}
            {...PRESETS[name]}
            isChosen={chosen.value === name}
            onChoose={() => take(settingsOf(name, settings.value))}
          />
        ))}
        {own.value && (
          <Card
            title="Your own"
            promise="What you made of them, to come back to."
            isChosen={!chosen.value}
            onChoose={() => own.value && take(withDigitsOf(settings.value, own.value))}
          />
        )}
      </div>
    </fieldset>
  );
}

interface CardProps {
  readonly title: string;
  readonly promise: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Card({ title, promise, isChosen, onChoose }: CardProps) {
  const id = useId();
  return (
    <label class="preset">
      <input
        type="radio"
        name="preset"
        checked={isChosen}
        aria-labelledby={id}
        aria-describedby={`${id}-promise`}
        onChange={onChoose}
      />
      <b id={id}>{title}</b>
      <span id={`${id}-promise`}>{promise}</span>
    </label>
  );
}
