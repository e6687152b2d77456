/** What logs read of an optimizer: that of `@neutype/optimizers` has it. */
export interface LoggedOptimizer {
  /** As the log of training calls it: `Momentum`. */
  readonly algorithm: string;
  readonly seed: number;
  /** All options, as one would write them in code. */
  readonly options?: Readonly<Record<string, string>>;
  /** The loss of every update. */
  readonly history: { readonly train: ArrayLike<number> };
  readonly network: {
    readonly parameters: readonly { readonly name: string; read(): Promise<Float32Array> }[];
  };
}

/** What a run is about to do. */
export interface LoggedStart {
  readonly epochs: number;
  /** Not known of data that come from a source. */
  readonly samples: number | undefined;
  readonly batchSize: number | undefined;
}

/** An epoch of a run. */
export interface LoggedEpoch {
  readonly epoch: number;
  readonly train: number;
  readonly trainMean: number;
  readonly valid?: number;
  readonly metrics?: Readonly<Record<string, number>>;
  /** The learning rate of its last update. */
  readonly step: number;
  readonly seconds: number;
  readonly updates: number;
}

/** How a run ended. */
export interface LoggedEnd {
  /** Why it was stopped before its last epoch. */
  readonly stopped?: string;
  /** What it failed by. */
  readonly error?: unknown;
}

/** A signal for the `signals` option of an optimizer. */
export interface LogSignal {
  readonly name: string;
  trainStart(optimizer: LoggedOptimizer, info: LoggedStart): Promise<void>;
  epochEnd(optimizer: LoggedOptimizer, record: LoggedEpoch): Promise<void>;
  trainEnd(optimizer: LoggedOptimizer, info: LoggedEnd): Promise<void>;
}
