import { Parameter } from '@neutype/core';
import type { Variable } from '@tensorflow/tfjs-core';
import type { Rule, RuleState } from './rule.js';

/** What a rule remembers of all parameters; each is made when it is first asked for. */
export class RuleStates {
  readonly #rule: Rule;
  readonly #slots = new Map<Parameter, Readonly<Record<string, Parameter>>>();
  /** The slots' variables on the current backend: asked for in every step, so not looked up anew. */
  readonly #states = new Map<Parameter, RuleState>();

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  of(parameter: Parameter): RuleState {
    const known = this.#states.get(parameter);
    if (known) return known;
    const slots = this.#slotsOf(parameter);
    const state = Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, slot.variable]));
    this.#states.set(parameter, state);
    return state;
  }

  /** Takes all values back to the host; the next use brings them to the backend that is then current. */
  async release(): Promise<void> {
    this.#states.clear();
    for (const slots of this.#slots.values()) {
      for (const slot of Object.values(slots)) await slot.release();
    }
  }

  dispose(): void {
    for (const slots of this.#slots.values()) for (const slot of Object.values(slots)) slot.dispose();
    this.#slots.clear();
    this.#states.clear();
  }

  #slotsOf(parameter: Parameter): Readonly<Record<string, Parameter>> {
    const known = this.#slots.get(parameter);
    if (known) return known;
    const slots = Object.fromEntries(
      Object.entries(this.#rule.slots).map(([slot, value]) => {
        const values = new Float32Array(parameter.size).fill(value);
        const name = `${parameter.name}/${slot}`;
        return [slot, new Parameter({ name, shape: parameter.shape, trainable: false, values })];
      }),
    );
    this.#slots.set(parameter, slots);
    return slots;
  }
}

/** The variables of a state, for a step that must notice when one gets other memory. */
export function variablesOf(state: RuleState): Variable[] {
  return Object.values(state);
}
