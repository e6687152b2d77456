import type { Parameter } from '@neutype/core';
import { fill, tidy, type Variable, variable } from '@tensorflow/tfjs-core';
import type { Rule, RuleState } from './rule.js';

/** What a rule remembers of all parameters; each is made when it is first asked for. */
export class RuleStates {
  readonly #rule: Rule;
  readonly #states = new Map<Parameter, RuleState>();

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  of(parameter: Parameter): RuleState {
    const known = this.#states.get(parameter);
    if (known) return known;
    const slots = Object.entries(this.#rule.slots);
    const state = Object.fromEntries(
      slots.map(([slot, value]) => [slot, tidy(() => variable(fill([...parameter.shape], value), false))]),
    );
    this.#states.set(parameter, state);
    return state;
  }

  dispose(): void {
    for (const state of this.#states.values()) for (const slot of Object.values(state)) slot.dispose();
    this.#states.clear();
  }
}

/** The variables of a state, for a step that must notice when one gets other memory. */
export const variablesOf = (state: RuleState): Variable[] => Object.values(state);
