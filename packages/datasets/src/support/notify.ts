export interface Notices {
  /** Gets each line that the user should see; by default they go to stderr (`console.error`). */
  readonly onNotice?: ((line: string) => void) | undefined;
}

/** Tells the user one line. */
export function notify({ onNotice = console.error }: Notices, line: string): void {
  onNotice(line);
}
