import type { choices, Settings } from '../../shared/settings.js';
import { change, settings } from '../state/settings.js';
import { Setting } from './Setting.js';

type Choice = Exclude<keyof typeof choices, 'dataset' | 'backend'>;

interface ChoiceFieldProps<Name extends Choice> {
  readonly name: Name;
  readonly label: string;
  readonly words: Readonly<Record<Settings[Name], readonly [title: string, hint: string]>>;
  /** What changes with it. */
  readonly withIt?: (chosen: Settings[Name]) => Partial<Settings>;
}

/** One of several, and what the chosen one does. */
export function ChoiceField<Name extends Choice>({ name, label, words, withIt }: ChoiceFieldProps<Name>) {
  const chosen: Settings[Name] = settings.value[name];
  return (
    <Setting label={label} hint={words[chosen][1]}>
      {({ id, hintId }) => (
        <select
          id={id}
          name={name}
          value={chosen}
          aria-describedby={hintId}
          onChange={({ currentTarget }) => {
            const value = currentTarget.value as Settings[Name];
            change({ ...withIt?.(value), [name]: value });
          }}
        >
          {(Object.keys(words) as Settings[Name][]).map((value) => (
            <option key={value} value={value}>
              {words[value][0]}
            </option>
          ))}
        </select>
      )}
    </Setting>
  );
}
