/** What a contestant is to do over and over: one unit of work and the options that it has. */
export interface Task {
  readonly name: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What the bench asks of a worker process, a line of JSON on its stdin each. */
export type Request = { readonly prepare: Task } | { readonly measure: number } | { readonly about: true };

/** What a worker answers, a line of JSON on its stdout each. */
export type Answer =
  | { readonly about: string }
  | { readonly ready: true }
  /** Milliseconds of every run in this turn. */
  | { readonly ms: readonly number[] }
  | { readonly error: string };
