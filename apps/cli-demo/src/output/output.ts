import type { Reporter } from '@neutype/optimizers';

/** A place to write to: a process's stream, or a text that a test reads. */
export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What a `--json` line says. */
export type Event =
  | {
      readonly event: 'epoch';
      readonly epoch: number;
      readonly train: number;
      readonly valid: number | undefined;
      readonly seconds: number;
    }
  | {
      readonly event: 'summary';
      readonly dataset: string;
      readonly backend: string;
      readonly seed: number;
      readonly parameters: number;
      readonly accuracy: number;
      readonly seconds: number;
    };

/** Where the tutorial tells its story: as text for people, or as events for programs. */
export interface Output {
  /** Begins a chapter. */
  chapter(title: string): void;
  /** Shows the code that gives what is printed next. */
  code(...lines: readonly string[]): void;
  /** Shows a result. */
  print(text: string): void;
  /** Tells something that must not be missed, whatever the form of the output. */
  note(text: string): void;
  /** Draws how far something is, where somebody is looking; `undefined` takes the drawing away. */
  progress(line: string | undefined): void;
  /** Tells a program. */
  event(event: Event): void;
  /** How plots are written here. */
  readonly plots: { readonly width: number; readonly color: boolean };
  /** Where the optimizer's log goes; undefined where nobody reads it. */
  readonly reporter: Reporter | undefined;
}
