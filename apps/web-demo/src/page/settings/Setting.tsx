import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Ids {
  readonly id: string;
  readonly hintId: string;
}

interface SettingProps {
  readonly label: string;
  /** What it does, in a sentence; what is wrong with it while something is. */
  readonly hint: ComponentChildren;
  readonly isProblem?: boolean;
  readonly children: (ids: Ids) => ComponentChildren;
}

/** A name, what is set, and below them what it does. */
export function Setting({ label, hint, isProblem = false, children }: SettingProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div class="setting">
      <label for={id}>{label}</label>
      {children({ id, hintId })}
      <span id={hintId} class={isProblem ? 'problem' : 'hint'} aria-live="polite">
        {hint}
      </span>
    </div>
  );
}
