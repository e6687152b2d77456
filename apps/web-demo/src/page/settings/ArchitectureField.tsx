import { architecture, change, settings } from '../state/settings.js';

/** More take their time on a laptop. */
const MANY_PARAMETERS = 5_000_000;

/** The network as a line of code, and what is to be said of it. Ctrl and Enter train it. */
export function ArchitectureField() {
  const checked = architecture.value;
  const problem = checked?.problem;
  return (
    <div class="field">
      <label>
        Network
        <textarea
          name="architecture"
          rows={2}
          spellcheck={false}
          autocomplete="off"
          value={settings.value.architecture}
          aria-invalid={problem !== undefined}
          aria-describedby="architecture-problem"
          onInput={(event) => change({ architecture: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
        />
      </label>
      <span id="architecture-problem" class={problem ? 'problem' : 'remark'} role="status">
        {checked && (checked.problem ?? sizeInWords(checked.parameterCount))}
      </span>
    </div>
  );
}

function sizeInWords(parameters: number): string {
  const slow = parameters > MANY_PARAMETERS ? ': training will be slow' : '';
  return `${parameters.toLocaleString('en')} parameters${slow}`;
}
