import type { ComponentChildren } from 'preact';
import { defaultSettings, type Settings } from '../../shared/settings.js';
import { settings } from '../state/settings.js';

interface GroupProps {
  readonly title: string;
  /** The settings in it. */
  readonly names: readonly (keyof Settings)[];
  readonly children: ComponentChildren;
}

/** Settings that are out of the way until somebody wants them; it says how many are not as usual. */
export function Group({ title, names, children }: GroupProps) {
  const changed = names.filter((name) => settings.value[name] !== defaultSettings[name]).length;
  return (
    <details class="group">
      <summary>
        {title}
        {changed > 0 && <small>{changed} changed</small>}
      </summary>
      <div class="settings">{children}</div>
    </details>
  );
}
