import { type Parameter, type StagedScalar, stagedScalar } from '@neutype/core';
import type { Scalar } from '@tensorflow/tfjs-core';

/**
 * Of how many updates each parameter has been a part: all, but for those while it was frozen. Means that began at 0 are
 * corrected by this number. Parameters with the same one share a tensor.
 */
export class ParameterCounts {
  #made = 0;
  /** Whose updates the last ones were, and how many had been made before those. */
  #trained: readonly Parameter[] = [];
  #madeBefore = 0;
  /** How many updates a parameter has missed before those. */
  readonly #missed = new Map<Parameter, number>();
  /** The numbers of the next updates, by how many were missed. */
  readonly #staged = new Map<number, StagedScalar>();

  /** The number of a parameter's next update, 1 at its first. */
  of(parameter: Parameter): Scalar {
    const missed = this.missed(parameter);
    let staged = this.#staged.get(missed);
    if (staged === undefined) {
      staged = stagedScalar(this.#made + 1 - missed, 'float32');
      this.#staged.set(missed, staged);
    }
    return staged.tensor;
  }

  /** Notes that these parameters, and no others, were updated. The same list, as long as they are the same. */
  advance(trained: readonly Parameter[]): void {
    if (trained !== this.#trained) this.#begin(trained);
    this.#made += 1;
    for (const [missed, staged] of this.#staged) staged.value = this.#made + 1 - missed;
  }

  /** How many updates a parameter has missed so far. */
  missed(parameter: Parameter): number {
    const missed = this.#missed.get(parameter) ?? this.#madeBefore;
    return this.#trained.includes(parameter) ? missed : missed + this.#made - this.#madeBefore;
  }

  /** Counts on from where `missed` was asked. What was recorded with the numbers of before must not run again. */
  restore(made: number, missed: ReadonlyMap<Parameter, number>): void {
    this.dispose();
    this.#missed.clear();
    for (const [parameter, updates] of missed) this.#missed.set(parameter, updates);
    this.#trained = [];
    this.#made = made;
    this.#madeBefore = made;
  }

  dispose(): void {
    for (const [missed, staged] of this.#staged) this.#drop(missed, staged);
  }

  /** Other parameters are trained from now on. */
  #begin(trained: readonly Parameter[]): void {
    const known = new Set([...this.#missed.keys(), ...trained]);
    const missed = [...known].map((parameter) => [parameter, this.missed(parameter)] as const);
    for (const [parameter, updates] of missed) this.#missed.set(parameter, updates);
    this.#trained = trained;
    this.#madeBefore = this.#made;
    const inUse = new Set(trained.map((parameter) => this.#missed.get(parameter)));
    for (const [updates, staged] of this.#staged) if (!inUse.has(updates)) this.#drop(updates, staged);
  }

  #drop(missed: number, staged: StagedScalar): void {
    staged.dispose();
    this.#staged.delete(missed);
  }
}
