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
      readonly metrics: Readonly<Record<string, number>> | undefined;
      readonly seconds: number;
    }
  | {
      readonly event: 'summary';
      readonly dataset: string;
      readonly backend: string;
      /** What was asked for. */
      readonly options: {
        readonly epochs: number;
        readonly batchSize: number;
        readonly step: number;
        readonly momentum: number;
        readonly seed: number;
      };
      /** Epochs done, the last one perhaps in part. */
      readonly epochs: number;
      /** Whether Ctrl-C stopped training before its end. */
      readonly stopped: boolean;
      readonly parameters: number;
      readonly accuracy: number;
      readonly seconds: number;
    };

/** Where the tutorial tells its story: as text for people, or as events for programs. */
export interface Output {
  /** Begins a chapter. */
  chapter(title: string): void;
  /** Explains what comes next. */
  say(text: string): void;
  /** Shows the code that gives what is printed next. */
  code(...lines: readonly string[]): void;
  /** Shows a result. */
  print(text: string): void;
  /** Tells something that must not be missed, whatever the form of the output. */
  note(text: string): void;
  /** Answers the person at the terminal, beside the story. */
  aside(text: string): void;
  /** Draws how far something is, where somebody is looking; `undefined` takes the drawing away. */
  progress(line: string | undefined): void;
  /** Tells a program. */
  event(event: Event): void;
  /** How many characters a line may have; Infinity where nothing limits it. */
  readonly columns: number;
  /** How plots are written here. */
  readonly plots: { readonly width: number; readonly color: boolean };
  /** Where the optimizer's log goes; undefined where nobody reads it. */
  readonly reporter: Reporter | undefined;
}
