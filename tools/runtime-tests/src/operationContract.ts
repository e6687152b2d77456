import {
  activate,
  avgPool,
  batchNormTraining,
  type Conv2dOptions,
  conv2d,
  dense,
  dropout,
  type FusedActivation,
  layerNorm,
  maxPool,
  type PoolOptions,
  rmsNorm,
  type SelfGate,
  selfGated,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  stagedScalar,
  valueAndGradients,
} from '@neutype/core';
import { checkOperation, operationCases } from '@neutype/core/testing';
import {
  dispose,
  mul,
  type Scalar,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  type Variable,
  variable,
} from '@tensorflow/tfjs-core';
import type { ContractCase } from './contractCase.js';
import { expectClose, expectNoLeak } from './expect.js';
import golden from './golden/operations.json' with { type: 'json' };
import { type Packed, type PackedByName, unpack } from './packed.js';

interface GoldenOperation {
  readonly name: string;
  readonly kind: string;
  readonly options: object;
  readonly inputs: PackedByName;
  readonly y: Packed;
  readonly dy: Packed;
  /** Of sum(y * dy). */
  readonly gradients: PackedByName;
}

type Inputs = Readonly<Record<string, Tensor>>;

const operations: Readonly<Record<string, (inputs: Inputs, options: never) => Tensor>> = {
  dense: ({ x, weight, bias }, { activation }: { activation: FusedActivation }) =>
    dense(x as Tensor2D, weight as Tensor2D, bias as Tensor1D | undefined, activation),
  conv2d: ({ x, filter, bias }, options: Conv2dOptions) =>
    conv2d(x as Tensor4D, filter as Tensor4D, bias as Tensor1D | undefined, options),
  maxPool: ({ x }, options: PoolOptions) => maxPool(x as Tensor4D, options),
  avgPool: ({ x }, options: PoolOptions) => avgPool(x as Tensor4D, options),
  batchNorm: ({ x, gamma, beta }, { epsilon }: { epsilon: number }) => {
    const { y, mean, variance } = batchNormTraining(x!, gamma as Tensor1D, beta as Tensor1D, epsilon);
    dispose([mean, variance]);
    return y;
  },
  layerNorm: ({ x, gamma, beta }, { epsilon }: { epsilon: number }) => layerNorm(x!, gamma!, beta!, epsilon),
  rmsNorm: ({ x, gamma }, { epsilon }: { epsilon: number }) => rmsNorm(x!, gamma!, epsilon),
  softmaxCrossEntropy: ({ labels, logits }) => softmaxCrossEntropy(labels as Tensor2D, logits as Tensor2D),
  sigmoidCrossEntropy: ({ labels, logits }) => sigmoidCrossEntropy(labels!, logits!),
  selfGated: ({ x }, { gate }: { gate: SelfGate }) => selfGated(x!, gate),
  dropout: ({ x }, { rate, key, counter }: { rate: number; key: [number, number]; counter: number }) => {
    const staged = stagedScalar(counter, 'int32');
    const y = dropout(x!, rate, key, staged);
    staged.dispose();
    return y;
  },
};

/** Every operation against its declaration, and many with their gradients against PyTorch's. */
export const operationContract: readonly ContractCase[] = [
  ...operationCases.map((operationCase) => ({
    group: 'operations agree with their composition',
    name: operationCase.name,
    run: () => expectNoLeak(() => checkOperation(operationCase)),
  })),
  ...(golden as unknown as readonly GoldenOperation[]).map((operation) => ({
    group: 'operations agree with PyTorch',
    name: operation.name,
    run: () => expectNoLeak(() => checkGolden(operation)),
  })),
  {
    group: 'operations agree with PyTorch',
    name: 'NaN and infinity come through',
    run: () => expectNoLeak(nonFiniteComesThrough),
  },
];

async function checkGolden({ kind, options, inputs, y, dy, gradients }: GoldenOperation): Promise<void> {
  const operation = operations[kind]!;
  const variables: Record<string, Variable> = {};
  for (const [name, packed] of Object.entries(inputs)) {
    const initial = unpack(packed);
    variables[name] = variable(initial);
    initial.dispose();
  }
  const weights = unpack(dy);
  const output = operation(variables, options as never);
  const wanted = Object.keys(gradients);
  const { value, gradients: taken } = valueAndGradients(
    () => sum(mul(operation(variables, options as never), weights)) as Scalar,
    wanted.map((name) => variables[name]!),
  );
  try {
    expectClose('shape', output.shape, y.shape);
    expectClose('output', await output.data(), y.values);
    for (const [index, name] of wanted.entries()) {
      expectClose(`gradient of ${name}`, await taken[index]!.data(), gradients[name]!.values);
    }
  } finally {
    dispose([output, value, weights, ...taken.filter((gradient) => gradient !== undefined)]);
    for (const held of Object.values(variables)) held.dispose();
  }
}

async function nonFiniteComesThrough(): Promise<void> {
  const x = unpack({ shape: [2, 3], values: [Number.NaN, 1, 2, 1, 2, Number.POSITIVE_INFINITY] });
  const weight = unpack({ shape: [3, 2], values: [1, 1, 1, 1, 1, 1] });
  const hidden = dense(x as Tensor2D, weight as Tensor2D);
  const active = activate(hidden, 'relu');
  const values = [...(await hidden.data())];
  const activated = [...(await active.data())];
  dispose([x, weight, hidden, active]);
  const [a, b] = [values, activated].map((row) => row.map(String).join());
  if (a !== 'NaN,NaN,Infinity,Infinity' || b !== 'NaN,NaN,Infinity,Infinity') {
    throw new Error(`expected NaN,NaN,Infinity,Infinity, got ${a} and after relu ${b}`);
  }
}
