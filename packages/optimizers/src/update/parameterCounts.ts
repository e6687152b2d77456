import { type Parameter, type StagedScalar, stagedScalar } from '@neutype/core';
import type { Scalar } from '@tensorflow/tfjs-core';

/**
 * Of how many updates each parameter has been a part: all, but for those while it was frozen. Means that began at 0 are
 * corrected by this number. Parameters with the same one share a tensor.
 */
export class ParameterCounts {
  #made = 0;
  /** How many updates a parameter has missed. */
  readonly #missed = new Map<Parameter, number>();
  /** The numbers of the next updates, by how many were missed. */
  readonly #staged = new Map<number, StagedScalar>();

  /** The number of a parameter's next update, 1 at its first. */
  of(parameter: Parameter): Scalar {
    const missed = this.#missedBy(parameter);
    let staged = this.#staged.get(missed);
    if (staged === undefined) {
      staged = stagedScalar(this.#made + 1 - missed, 'float32');
      this.#staged.set(missed, staged);
    }
    return staged.tensor;
  }

  /** Notes that these parameters, and no others, were updated. */
  advance(trained: readonly Parameter[]): void {
    for (const parameter of trained) this.#missed.set(parameter, this.#missedBy(parameter));
    this.#made += 1;
    const moved = new Set(trained);
    for (const [parameter, missed] of this.#missed) {
      if (!moved.has(parameter)) this.#missed.set(parameter, missed + 1);
    }
    const inUse = new Set(trained.map((parameter) => this.#missed.get(parameter)));
    for (const [missed, staged] of this.#staged) {
      if (inUse.has(missed)) staged.value = this.#made + 1 - missed;
      else this.#drop(missed, staged);
    }
  }

  dispose(): void {
    for (const [missed, staged] of this.#staged) this.#drop(missed, staged);
  }

  #missedBy(parameter: Parameter): number {
    return this.#missed.get(parameter) ?? this.#made;
  }

  #drop(missed: number, staged: StagedScalar): void {
    staged.dispose();
    this.#staged.delete(missed);
  }
}
