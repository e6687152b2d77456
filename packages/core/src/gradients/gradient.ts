import type { GradConfig, Tensor } from '@tensorflow/tfjs-core';

/** How one kernel is differentiated. */
export interface Gradient extends Omit<GradConfig, 'kernelName'> {
  /** The kernel's one input, where its gradient is computed from its one output alone. */
  readonly onlyInput?: string;
}

/** The gradients of related kernels, by kernel name. */
export type GradientFamily = Readonly<Record<string, Gradient>>;

/** The gradient of a kernel of one output, whose attributes have a type. */
export function fromSaved<A extends object>(
  saves: Pick<Gradient, 'inputsToSave' | 'outputsToSave'>,
  gradient: (dy: Tensor, saved: Tensor[], attrs: A) => ReturnType<Gradient['gradFunc']>,
): Gradient {
  return { ...saves, gradFunc: (dy, saved, attrs: object) => gradient(dy as Tensor, saved, attrs as A) };
}

/** The gradient of a kernel of one input `x`, from the gradient of its output and that input. */
export function fromInput<A>(gradient: (dy: Tensor, x: Tensor, attrs: A) => Tensor): Gradient {
  return {
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => ({ x: () => gradient(dy as Tensor, x!, attrs as A) }),
  };
}

/** The gradient of a kernel of one input `x`, from the gradient of its output and that output. */
export function fromOutput<A>(gradient: (dy: Tensor, y: Tensor, attrs: A) => Tensor): Gradient {
  return {
    onlyInput: 'x',
    outputsToSave: [true],
    gradFunc: (dy, [y], attrs) => ({ x: () => gradient(dy as Tensor, y!, attrs as A) }),
  };
}

/** The gradient of a kernel of one input `x`, from the gradient of its output alone. */
export function fromGradient<A>(gradient: (dy: Tensor, attrs: A) => Tensor): Gradient {
  return { gradFunc: (dy, _, attrs) => ({ x: () => gradient(dy as Tensor, attrs as A) }) };
}

/** The gradient of a kernel of two inputs `a` and `b`, each taken only where it is asked for. */
export function fromBoth<A>(
  gradientA: (dy: Tensor, a: Tensor, b: Tensor, attrs: A) => Tensor,
  gradientB: (dy: Tensor, a: Tensor, b: Tensor, attrs: A) => Tensor,
): Gradient {
  return {
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, [a, b], attrs) => ({
      a: () => gradientA(dy as Tensor, a!, b!, attrs as A),
      b: () => gradientB(dy as Tensor, a!, b!, attrs as A),
    }),
  };
}
