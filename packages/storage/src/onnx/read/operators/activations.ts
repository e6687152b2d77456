import {
  elu,
  gelu,
  hardSigmoid,
  hardSwish,
  type Layer,
  leakyRelu,
  mish,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softplus,
  tanh,
} from '@neutype/layers';
import type { NodeReading, Value } from '../node.js';
import type { Step, StepDefinition } from '../step.js';
import type { View } from '../view.js';

interface Bias {
  readonly bias?: null;
}

/** A function of our layers that makes an activation, alone or behind units. */
interface Maker<Own> {
  (options: Own): Layer;
  (units: number, options: Own & Bias): Layer;
}

/** The layer of an activation, and what makes it together with the units before it. */
export function activation<Own extends object>(
  name: string,
  make: Maker<Own>,
  options: Own,
): (step: Step) => StepDefinition {
  return (step) => ({
    layer: make(options),
    inputs: [step],
    activation: { name, withUnits: (units, bias) => make(units, { ...options, ...bias }) },
  });
}

type Choice = (node: NodeReading) => (step: Step) => StepDefinition;

/** Operators that are one of our activations. */
const CHOICES: Readonly<Record<string, Choice>> = {
  Relu: () => activation('relu', relu, {}),
  LeakyRelu: ({ attributes }) =>
    activation('leakyRelu', leakyRelu as Maker<object>, { alpha: rounded(attributes.float('alpha', 0.01)) }),
  Elu: ({ attributes }) =>
    activation('elu', elu as Maker<object>, { alpha: rounded(attributes.float('alpha', 1)) }),
  Selu: (node) => {
    checkSelu(node);
    return activation('selu', selu, {});
  },
  Gelu: ({ attributes }) =>
    activation('gelu', gelu as Maker<object>, {
      ...(attributes.text('approximate', 'none') === 'tanh' && { approximate: 'tanh' }),
    }),
  Sigmoid: () => activation('sigmoid', sigmoid, {}),
  HardSigmoid: (node) => {
    const { attributes } = node;
    if (attributes.float('beta', 0.5) !== 0.5)
      throw node.error('beta of 0.5', `${attributes.float('beta', 0.5)}`);
    return activation('hardSigmoid', hardSigmoid as Maker<object>, {
      slope: rounded(attributes.float('alpha', 0.2)),
    });
  },
  HardSwish: () => activation('hardSwish', hardSwish, {}),
  Mish: () => activation('mish', mish, {}),
  Tanh: () => activation('tanh', tanh, {}),
  Softplus: () => activation('softplus', softplus, {}),
  Swish: (node) => {
    if (node.attributes.float('alpha', 1) !== 1) throw node.error('alpha of 1');
    return activation('silu', silu, {});
  },
  Clip: clipped,
};

/** The operators of `activationOf`. */
export const ACTIVATIONS: readonly string[] = Object.keys(CHOICES);

export function activationOf(node: NodeReading): readonly Value[] {
  return [node.trunk.along(node.view(0), CHOICES[node.operator]!(node))];
}

/** A number of single precision as it was written: 0.2 rather than 0.20000000298023224. */
export function rounded(value: number): number {
  const short = Number(value.toPrecision(7));
  return Math.fround(short) === value ? short : value;
}

function checkSelu(node: NodeReading): void {
  const alpha = node.attributes.float('alpha', 1.6732632);
  const gamma = node.attributes.float('gamma', 1.050701);
  if (Math.abs(alpha - 1.6732632) < 1e-5 && Math.abs(gamma - 1.050701) < 1e-5) return;
  throw node.error('the alpha and gamma of the paper', `${alpha} and ${gamma}`);
}

function clipped(node: NodeReading): (step: Step) => StepDefinition {
  const [least, most] = [boundOf(node, 1, 'min', -Infinity), boundOf(node, 2, 'max', Infinity)];
  if (least === 0 && most === 6) return activation('relu6', relu6, {});
  if (least === 0 && most > 1e30) return activation('relu', relu, {});
  throw node.error('bounds of 0 and 6, or 0 alone', `${least} and ${most}`);
}

function boundOf(node: NodeReading, input: number, attribute: string, byDefault: number): number {
  return node.has(input) ? node.number(input, byDefault) : node.attributes.float(attribute, byDefault);
}

/** The activation that a product of two values is: `x · sigmoid(x)` is SiLU. */
export function selfGated(node: NodeReading, one: View, other: View): View | undefined {
  for (const [x, gate] of [
    [one, other],
    [other, one],
  ] as const) {
    const make = gateOf(x.step, gate.step);
    if (make !== undefined && x.factor === 1 && gate.factor === 1) return node.trunk.along(x, make);
  }
  return undefined;
}

function gateOf(x: Step, gate: Step): ((step: Step) => StepDefinition) | undefined {
  const [before] = gate.inputs;
  if (before === undefined) return undefined;
  const name = gate.activation?.name;
  if (name === 'sigmoid' && before === x) return activation('silu', silu, {});
  const isMish = name === 'tanh' && before.activation?.name === 'softplus' && before.inputs[0] === x;
  if (isMish) return activation('mish', mish, {});
  const slope = gate.layer.definition.settings?.['slope'];
  const isHardSwish = name === 'hardSigmoid' && before === x && Math.abs(Number(slope) - 1 / 6) < 1e-6;
  return isHardSwish ? activation('hardSwish', hardSwish, {}) : undefined;
}

/** `x · (1 + erf(x / √2))`, which is twice GELU. */
export function geluOf(node: NodeReading, x: View, gate: View): View | undefined {
  if (x.step !== gate.step || Math.abs(gate.factor - Math.SQRT1_2) > 1e-6) return undefined;
  const { trunk } = node;
  const bare: View = { ...x, factor: 1 };
  return { ...trunk.along(bare, activation('gelu', gelu as Maker<object>, {})), factor: 2 * x.factor };
}
