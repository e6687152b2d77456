import { Parameter } from '@neutype/core';
import { sizeOf } from '@neutype/ndarray';
import type { Variable } from '@tensorflow/tfjs-core';
import type { SlotStart, Transform } from '../transforms/transform.js';

type Variables = Readonly<Record<string, Variable>>;
type Kept = Readonly<Record<string, Parameter>>;

/** What a transform remembers, of each parameter and once for all; it is made when it is first asked for. */
export class SlotStore {
  readonly #transform: Transform;
  readonly #slots = new Map<Parameter, Kept>();
  #shared: Kept | undefined;
  /** The variables on the current backend: asked for in every update, so not looked up anew. */
  readonly #variables = new Map<Kept, Variables>();

  constructor(transform: Transform) {
    this.#transform = transform;
  }

  /** What is remembered of a parameter. */
  of(parameter: Parameter): Variables {
    let slots = this.#slots.get(parameter);
    if (slots === undefined) {
      slots = makeSlots(parameter, this.#transform.slots);
      this.#slots.set(parameter, slots);
    }
    return this.#variablesOf(slots);
  }

  /** What is remembered of a parameter, if anything is yet. */
  find(parameter: Parameter): Variables | undefined {
    const slots = this.#slots.get(parameter);
    return slots && this.#variablesOf(slots);
  }

  /** What is remembered once for all parameters. */
  get shared(): Variables {
    this.#shared ??= makeShared(this.#transform.shared);
    return this.#variablesOf(this.#shared);
  }

  /** All that has been made so far, under unique names: `relu-1.weight/adam/m`, `nadam/product`. */
  get parameters(): readonly Parameter[] {
    return this.#kept.flatMap((kept) => Object.values(kept));
  }

  /** How many numbers are remembered of a parameter. */
  sizeFor(parameter: Parameter): number {
    return Object.values(this.#transform.slots ?? {}).reduce<number>(
      (sum, start) => sum + sizeOf(startOf(start, parameter).shape),
      0,
    );
  }

  /** Takes all values back to the host; the next use brings them to the backend that is then current. */
  async release(): Promise<void> {
    this.#variables.clear();
    for (const slot of this.parameters) await slot.release();
  }

  /**
   * Makes those of these names, as of `parameters`, that there can be, and forgets all others.
   *
   * @param all the parameters of the model
   */
  remake(names: ReadonlySet<string>, all: readonly Parameter[]): void {
    this.dispose();
    for (const parameter of all) {
      const slots = makeSlots(parameter, this.#transform.slots);
      if (areNamed(slots, names)) this.#slots.set(parameter, slots);
    }
    const shared = makeShared(this.#transform.shared);
    if (areNamed(shared, names)) this.#shared = shared;
  }

  dispose(): void {
    for (const slot of this.parameters) slot.dispose();
    this.#slots.clear();
    this.#shared = undefined;
    this.#variables.clear();
  }

  get #kept(): readonly Kept[] {
    return [...this.#slots.values(), ...(this.#shared ? [this.#shared] : [])];
  }

  #variablesOf(kept: Kept): Variables {
    const known = this.#variables.get(kept);
    if (known) return known;
    const variables = mapValues(kept, ({ variable }) => variable);
    this.#variables.set(kept, variables);
    return variables;
  }
}

function makeSlots(parameter: Parameter, slots: Transform['slots'] = {}): Kept {
  return mapValues(slots, (start, slot) => {
    const { shape, values = 0 } = startOf(start, parameter);
    const name = `${parameter.name}/${slot}`;
    return new Parameter({ name, shape, trainable: false, values: filled(values, sizeOf(shape)) });
  });
}

function makeShared(shared: Transform['shared'] = {}): Kept {
  return mapValues(
    shared,
    (value, name) => new Parameter({ name, shape: [], trainable: false, values: [value] }),
  );
}

function areNamed(kept: Kept, names: ReadonlySet<string>): boolean {
  return Object.values(kept).some(({ name }) => names.has(name));
}

function startOf(start: SlotStart, { name, shape }: Parameter) {
  return typeof start === 'number' ? { shape, values: start } : start({ name, shape });
}

function filled(values: number | ArrayLike<number>, size: number): ArrayLike<number> {
  return typeof values === 'number' ? new Float32Array(size).fill(values) : values;
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
