import { useState } from 'preact/hooks';
import { change, settings } from '../app/state.js';
import { type NumericSetting, numberProblem } from './settings.js';

/** A number that takes effect only when it is one that the setting allows; else it says what it must be. */
export function NumberField({ name, label }: { readonly name: NumericSetting; readonly label: string }) {
  const [problem, setProblem] = useState<string | undefined>(undefined);
  return (
    <label>
      {label}
      <input
        name={name}
        inputMode="decimal"
        defaultValue={settings.value[name]}
        aria-invalid={problem !== undefined}
        onInput={(event) => {
          const text = event.currentTarget.value.trim();
          const value = text === '' ? Number.NaN : Number(text);
          const found = numberProblem(name, value);
          setProblem(found);
          if (!found) change({ [name]: value });
        }}
      />
      {problem && (
        <span class="problem" role="status">
          {problem}
        </span>
      )}
    </label>
  );
}
