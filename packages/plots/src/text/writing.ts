/** What a panel needs to write itself as lines of text. */
export interface Writing {
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
}
