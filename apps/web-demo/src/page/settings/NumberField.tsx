import { useEffect } from 'preact/hooks';
import { type NumericSetting, ranges, readNumber } from '../../shared/settings.js';
import { change, forgetTyped, numberProblems, settings, typed } from '../state/settings.js';
import { HINTS } from './hints.js';
import { Setting } from './Setting.js';

interface NumberFieldProps {
  readonly name: NumericSetting;
  /** Where it is not only changed. */
  readonly onChange?: (value: number) => void;
}

/** A number that takes effect only when it is one that the setting allows; else it says what it must be. */
export function NumberField({ name, onChange = (value) => change({ [name]: value }) }: NumberFieldProps) {
  const problem = numberProblems.value[name];
  // A field that is taken away keeps nobody from training.
  useEffect(() => () => forgetTyped(name), [name]);
  const text = typed.value[name];
  const isCurrent =
    text !== undefined && (problem !== undefined || readNumber(text) === settings.value[name]);
  return (
    <Setting label={ranges[name].label} hint={problem ?? HINTS[name]} isProblem={problem !== undefined}>
      {({ id, hintId }) => (
        <input
          id={id}
          name={name}
          inputMode="decimal"
          autocomplete="off"
          value={isCurrent ? text : settings.value[name]}
          aria-invalid={problem !== undefined}
          aria-describedby={hintId}
          onInput={({ currentTarget: { value } }) => {
            typed.value = { ...typed.value, [name]: value };
            if (numberProblems.value[name] === undefined) onChange(readNumber(value));
          }}
        />
      )}
    </Setting>
  );
}
