/** What an activation multiplies its input by, a function of that input. */
export type SelfGate = 'gelu' | 'geluTanh' | 'silu' | 'mish' | 'hardSwish';

export interface SelfGatedAttrs {
  readonly gate: SelfGate;
}

/** For the contract suite. */
export const EVERY_SELF_GATE: readonly SelfGatedAttrs[] = (
  ['gelu', 'geluTanh', 'silu', 'mish', 'hardSwish'] as const
).map((gate) => ({ gate }));

/** √(2 / π), and the weight of the cube: the tanh approximation of gelu. */
export const GELU_SCALE: number = Math.sqrt(2 / Math.PI);
export const GELU_CUBE = 0.044715;
