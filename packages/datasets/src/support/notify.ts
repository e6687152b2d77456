import { checkFunction, escapeControls } from '@neutype/errors';

export interface Notices {
  /** Gets each line that the user should see; by default they go to stderr (`console.error`). */
  readonly onNotice?: ((line: string) => void) | undefined;
}

/** @throws OptionError where `onNotice` is given and no function */
export function checkNotices(where: string, { onNotice }: Notices): void {
  if (onNotice !== undefined) checkFunction(`${where}, onNotice`, onNotice, 'a function of a line');
}

/** Tells the user one line. Names of classes and files come from outside: what they carry must not reach a terminal. */
export function notify({ onNotice = console.error }: Notices, line: string): void {
  onNotice(escapeControls(line));
}
