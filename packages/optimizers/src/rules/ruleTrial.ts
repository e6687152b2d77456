import { NeutypeError, type Problem, shown } from '@neutype/errors';
import {
  add,
  any,
  keep,
  notEqual,
  reshape,
  slice,
  stack,
  type Tensor,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';

/** Watches a rule's first update, on every parameter: a rule that returns its result, say, changes nothing. */
export class RuleTrial {
  readonly #algorithm: string;
  /** Whether anything that may move has moved, and whether there was a gradient to move it: a flag a parameter. */
  readonly #moved: Tensor[] = [];
  readonly #pushed: Tensor[] = [];
  #returned = 'nothing';
  #hasReturnedTensor = false;

  constructor(algorithm: string) {
    this.#algorithm = algorithm;
  }

  /** Runs `update`, and looks at what it changes. */
  watch(variables: readonly Variable[], gradient: Tensor, update: () => unknown): void {
    const before = variables.map(copyOfSome);
    this.#hear(update());
    if (variables.some(({ isDisposed }) => isDisposed)) {
      throw this.#problem({
        expected: 'update to leave the parameter and its slots in place',
        received: 'one that it disposed of',
        remedy: 'They are the network’s and the optimizer’s: only assign to them.',
      });
    }
    this.#pushed.push(keep(tidy(() => any(notEqual(copyOfSome(gradient), 0)))));
    this.#moved.push(
      keep(tidy(() => any(stack(variables.map((variable, i) => differ(variable, before[i] as Tensor)))))),
    );
    for (const copy of before) copy.dispose();
  }

  /** @throws NeutypeError where there were gradients, and nothing has moved */
  async judge(): Promise<void> {
    const wasPushed = this.#hasReturnedTensor || (await isAnySet(this.#pushed));
    if (!wasPushed || (await isAnySet(this.#moved))) return;
    throw this.#problem({
      expected: 'update to change the parameter in place',
      received: `parameters that are what they were, and ${this.#returned} returned`,
      remedy: 'Write parameter.assign(newValue) in it.',
    });
  }

  dispose(): void {
    for (const flag of [...this.#moved, ...this.#pushed]) flag.dispose();
  }

  #hear(answer: unknown): void {
    if (answer === undefined) return;
    const isObject = typeof answer === 'object' && answer !== null;
    this.#hasReturnedTensor ||= isObject && 'dataId' in answer;
    this.#returned = this.#hasReturnedTensor ? 'a tensor' : shown(answer);
    if (!isObject || !('then' in answer)) return;
    Promise.resolve(answer).catch(() => {}); // what it fails with is a consequence
    throw this.#problem({
      expected: 'update to be done when it returns',
      received: 'a promise',
      remedy: 'Write it without async and await: values need not be read to be computed with.',
    });
  }

  #problem(problem: Omit<Problem, 'where'>): NeutypeError {
    return new NeutypeError({ where: `the rule of ${this.#algorithm}`, ...problem });
  }
}

/** Of a large parameter so many values are copied: there may be no memory for all. */
const MOST_COPIED = 65_536;

function copyOfSome(tensor: Tensor): Tensor {
  return tidy(() => add(slice(reshape(tensor, [tensor.size]), 0, Math.min(tensor.size, MOST_COPIED)), 0));
}

function differ(variable: Variable, before: Tensor): Tensor {
  return any(notEqual(copyOfSome(variable), before));
}

async function isAnySet(flags: readonly Tensor[]): Promise<boolean> {
  const together = stack([...flags]);
  const values = await together.data();
  together.dispose();
  return values.some((value) => value !== 0);
}
