import type { Tensor } from '@tensorflow/tfjs-core';
import { activate, EVERY_ACTIVATION } from '../../operations/activation.js';
import { OPERATIONS } from '../../operations/catalog.js';
import { differentiableInputs } from '../../operations/operationGradient.js';
import { runOperation } from '../../operations/runOperation.js';
import type { OperationCase } from '../checkOperation.js';
import { disposeInputs, exampleInputs, exampleShape } from '../exampleInputs.js';
import type { GradientCase } from '../gradientCase.js';

/** Every declared operation, with each of its examples, with and without what may be left out. */
export const operationCases: readonly OperationCase[] = OPERATIONS.flatMap((operation) =>
  operation.examples.flatMap((attrs) => {
    const name = [operation.name, ...described(attrs)].join(', ');
    const full = { name, operation, attrs, all: true };
    const optional = Object.keys(operation.inputs).filter((input) => operation.inputs[input]!.optional);
    return optional.length === 0
      ? [full]
      : [full, { ...full, name: `${name}, without ${optional.join(' and ')}`, all: false }];
  }),
);

/** Their gradients. */
export const operationGradientCases: readonly GradientCase[] = [
  ...EVERY_ACTIVATION.map(({ activation }) => ({
    name: `activate, ${activation}`,
    f: (x?: Tensor) => activate(x!, activation),
    inputs: [{ shape: [2, 4], low: -3, high: 3 }],
  })),
  ...operationCases.filter(({ operation }) => Object.keys(operation.outputs).length > 0).map(gradientCase),
];

function gradientCase({ name, operation, attrs, all }: OperationCase): GradientCase {
  const names = differentiableInputs(operation).filter((input) => all || !operation.inputs[input]!.optional);
  const [first] = Object.keys(operation.outputs) as [string];
  return {
    name,
    f: (...tensors) => {
      const examples = exampleInputs(operation, all);
      const replaced = Object.fromEntries(names.map((input, index) => [input, tensors[index]!]));
      const output = runOperation(operation, { ...examples, ...replaced }, attrs)[first]!;
      disposeInputs(examples);
      return output;
    },
    inputs: names.map((input) => {
      const { from, to } = operation.inputs[input]!;
      return { shape: exampleShape(operation, operation.inputs[input]!), low: from ?? -1, high: to ?? 1 };
    }),
    ...operation.differences,
  };
}

function described(attrs: object): string[] {
  return Object.entries(attrs).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
}
