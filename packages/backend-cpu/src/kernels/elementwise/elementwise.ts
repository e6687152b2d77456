import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { ResidentDtype } from '../../engine/cpuEngine.js';
import type { EngineKernel, KernelCall } from '../../engine/kernel.js';
import { type MapInput, mapTensors } from '../../map/launch.js';
import type { MapOperation } from '../../map/operations.js';

/** A kernel of tfjs that is one operation on tensors of one type. */
interface Form {
  readonly operation: MapOperation;
  /** Of the inputs. */
  readonly from: ResidentDtype;
  readonly to: ResidentDtype;
  /** Operands that are attributes of the kernel, after the tensors. */
  readonly numbers?: ((attrs: KernelCall['attrs']) => number[]) | undefined;
}

type FormsByName = Readonly<Record<string, readonly Form[]>>;

function onFloats(operation: MapOperation, numbers?: Form['numbers']): Form {
  return {
    operation,
    from: 'float32',
    to: 'float32',
    numbers,
  };
}
function onInts(operation: MapOperation): Form {
  return { operation, from: 'int32', to: 'int32' };
}
function onConditions(operation: MapOperation): Form {
  return { operation, from: 'bool', to: 'bool' };
}
function ofFloats(operation: MapOperation): Form {
  return { operation, from: 'float32', to: 'bool' };
}
function ofInts(operation: MapOperation): Form {
  return { operation, from: 'int32', to: 'bool' };
}

/** One tensor, `x`. */
const UNARY: FormsByName = {
  Relu: [onFloats('relu')],
  Neg: [onFloats('neg'), onInts('negInt')],
  Abs: [onFloats('abs'), onInts('absInt')],
  Sign: [onFloats('sign')],
  Square: [onFloats('square')],
  Sqrt: [onFloats('sqrt')],
  Rsqrt: [onFloats('rsqrt')],
  Reciprocal: [onFloats('reciprocal')],
  Floor: [onFloats('floor')],
  Ceil: [onFloats('ceil')],
  Round: [onFloats('round')],
  Exp: [onFloats('exp')],
  Expm1: [onFloats('expm1')],
  Log: [onFloats('log')],
  Log1p: [onFloats('log1p')],
  Sin: [onFloats('sin')],
  Cos: [onFloats('cos')],
  Tan: [onFloats('tan')],
  Erf: [onFloats('erf')],
  Sigmoid: [onFloats('sigmoid')],
  Tanh: [onFloats('tanh')],
  Relu6: [onFloats('relu6')],
  LeakyRelu: [onFloats('leakyRelu', ({ alpha }) => [alpha as number])],
  Elu: [onFloats('elu')],
  Selu: [onFloats('selu')],
  Step: [onFloats('step', ({ alpha }) => [alpha as number])],
  Softplus: [onFloats('softplus')],
  ClipByValue: [
    onFloats('clip', ({ clipValueMin, clipValueMax }) => [clipValueMin as number, clipValueMax as number]),
  ],
  IsNan: [ofFloats('isNan')],
  IsInf: [ofFloats('isInf')],
  IsFinite: [ofFloats('isFinite')],
  LogicalNot: [onConditions('logicalNot')],
};

/** Two tensors, `a` and `b`, broadcast against each other. */
const BINARY: FormsByName = {
  Add: [onFloats('add'), onInts('addInt')],
  Sub: [onFloats('sub'), onInts('subInt')],
  Multiply: [onFloats('mul'), onInts('mulInt')],
  RealDiv: [onFloats('div')],
  FloorDiv: [{ operation: 'floorDiv', from: 'float32', to: 'int32' }],
  Mod: [onFloats('mod')],
  Pow: [onFloats('pow')],
  Atan2: [onFloats('atan2')],
  SquaredDifference: [onFloats('squaredDifference')],
  Maximum: [onFloats('maximum'), onInts('maximumInt')],
  Minimum: [onFloats('minimum'), onInts('minimumInt')],
  Greater: [ofFloats('greater'), ofInts('greaterInt')],
  GreaterEqual: [ofFloats('greaterEqual'), ofInts('greaterEqualInt')],
  Less: [ofFloats('less'), ofInts('lessInt')],
  LessEqual: [ofFloats('lessEqual'), ofInts('lessEqualInt')],
  Equal: [ofFloats('equal'), ofInts('equalInt')],
  NotEqual: [ofFloats('notEqual'), ofInts('notEqualInt')],
  LogicalAnd: [onConditions('logicalAnd')],
  LogicalOr: [onConditions('logicalOr')],
};

const PRELU: FormsByName = { Prelu: [onFloats('leakyRelu')] };
/** tfjs's own gradient of elu. */
const ELU_GRAD: FormsByName = { EluGrad: [onFloats('eluGrad')] };

/** Kernels whose tensors are the inputs of these names, in the order of the operation's operands. */
function kernelsOf(forms: FormsByName, ...inputNames: readonly string[]): EngineKernel[] {
  return Object.entries(forms).map(([name, forms]) => ({
    name,
    run({ inputs, attrs, engine }) {
      const tensors: TensorInfo[] = inputNames.map((input) => inputs[input]!);
      const form = forms.find(({ from }) => tensors.every(({ dtype }) => dtype === from));
      if (form === undefined) return undefined;
      const operands: MapInput[] = [...tensors, ...(form.numbers?.(attrs) ?? [])];
      return mapTensors(engine, form.operation, operands, form.to);
    },
  }));
}

export const elementwiseKernels: readonly EngineKernel[] = [
  ...kernelsOf(UNARY, 'x'),
  ...kernelsOf(BINARY, 'a', 'b'),
  ...kernelsOf(PRELU, 'x', 'alpha'),
  ...kernelsOf(ELU_GRAD, 'dy', 'y'),
];
