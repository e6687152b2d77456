import { useEffect, useId } from 'preact/hooks';
import { type NumericSetting, numberProblem, ranges, readNumber } from '../../shared/settings.js';
import { change, numberProblems, settings } from '../state/state.js';

/** A number that takes effect only when it is one that the setting allows; else it says what it must be. */
export function NumberField({ name }: { readonly name: NumericSetting }) {
  const problemId = useId();
  const problem = numberProblems.value[name];
  // A field that is taken away keeps nobody from training.
  useEffect(() => () => note(name, undefined), [name]);
  return (
    <div class="field">
      <label>
        {ranges[name].label}
        <input
          name={name}
          inputMode="decimal"
          autocomplete="off"
          defaultValue={settings.value[name]}
          aria-invalid={problem !== undefined}
          aria-describedby={problemId}
          onInput={(event) => {
            const text = event.currentTarget.value;
            const found = numberProblem(name, text);
            note(name, found);
            if (!found) change({ [name]: readNumber(text) });
          }}
        />
      </label>
      <span id={problemId} class="problem" role="status">
        {problem}
      </span>
    </div>
  );
}

function note(name: NumericSetting, problem: string | undefined): void {
  numberProblems.value = { ...numberProblems.value, [name]: problem };
}
