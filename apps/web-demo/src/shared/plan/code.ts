/** A value as one would write it in TypeScript: what the program beside a run prints is what the worker calls. */
export type Code = number | string | boolean | null | Call | CodeOptions | readonly Code[];

export interface CodeOptions {
  readonly [name: string]: Code;
}

export type Package = '@neutype/optimizers' | '@neutype/losses' | '@neutype/datasets';

/** A function of the library with its arguments. */
export class Call {
  readonly name: string;
  readonly args: readonly Code[];
  readonly from: Package;

  constructor(name: string, args: readonly Code[], from: Package = '@neutype/optimizers') {
    this.name = name;
    this.args = args;
    this.from = from;
  }
}
