import type { DataType, Tensor, TensorInfo, Variable } from '@tensorflow/tfjs-core';
import type { StagedScalar } from '../staged/stagedScalar.js';

/**
 * Everything there is to say about one operation.
 *
 * The checks of its inputs, the choice between a backend's kernel and the composition, its gradient, the type that a
 * backend's kernel has to fill ({@link KernelOf}), its cases in the contract suite and its row in docs/operations.md all
 * follow from it. A kernel is an optimization: it never changes a result beyond rounding.
 *
 * @typeParam Inputs tensors by name: a `Variable` is changed in place, a `StagedScalar` differs from run to run
 * @typeParam Output the names of the outputs, the one that is differentiated first; `never` if it only changes inputs
 */
export interface Operation<
  Inputs extends OperationInputs = OperationInputs,
  Output extends string = string,
  Attrs extends object = object,
> {
  /** The function that runs it, for messages. */
  readonly name: string;
  /** What a backend may register with tfjs's `registerKernel`. It takes inputs by name and gives outputs in order. */
  readonly kernel: string;
  readonly inputs: { readonly [Name in keyof Inputs]: InputDeclaration };
  readonly outputs: { readonly [Name in Output]: Dimensions };
  /** Outputs that only the gradient needs. */
  readonly hidden?: readonly Output[];
  /** Attributes to try in the contract suite. */
  readonly examples: readonly Attrs[];
  /** The lengths that named dimensions have in the contract suite. */
  readonly lengths?: Readonly<Record<string, number>>;
  /** How the contract suite moves inputs to differentiate, where the usual step would cross a kink. */
  readonly differences?: { readonly step?: number; readonly tolerance?: number };
  /** All outputs, and the new values of what is changed, in operations of tfjs's that can be differentiated again. */
  compose(inputs: Inputs, attrs: Attrs): Readonly<Record<Output | Changed<Inputs>, Tensor>>;
  /** Without it, the operation is composed while a tape is recording. */
  readonly gradient?: OperationGradient<Inputs, Output, Attrs>;
  /** Calls a kernel of tfjs's own under its own names; every backend has that one, and its gradient is registered. */
  launch?(inputs: Inputs, attrs: Attrs): Readonly<Record<Output, Tensor>>;
}

export type OperationInputs = Readonly<Record<string, Tensor | StagedScalar | undefined>>;

export interface InputDeclaration {
  readonly shape: Dimensions;
  /** `float32` unless said otherwise. */
  readonly dtype?: DataType;
  /** Whether other types are converted: integers and booleans count as the numbers they are. */
  readonly converts?: true;
  /** Whether the operation changes it in place; it is a `Variable` then. */
  readonly changes?: true;
  /** Whether it may be left out. */
  readonly optional?: true;
  /** Whether it is a `StagedScalar`. */
  readonly staged?: true;
  /** Whether no gradient flows to it. */
  readonly constant?: true;
  /** The numbers to try in the contract suite, from -1 to 1 unless said otherwise. */
  readonly from?: number;
  readonly to?: number;
  /** Whether only whole ones are tried. */
  readonly whole?: true;
}

/**
 * Lengths, or names for them: a name stands for the same length wherever it appears, and `...` for the same run of any
 * dimensions.
 */
export type Dimensions = readonly (number | string)[];

export interface OperationGradient<Inputs extends OperationInputs, Output extends string, Attrs> {
  /** Inputs and outputs that it is computed from. */
  readonly saves: readonly ((keyof Inputs & string) | Output)[];
  /** From the gradient of the first output, those of all inputs that are not constant. */
  take(
    dy: Tensor,
    saved: Readonly<Record<(keyof Inputs & string) | Output, Tensor>>,
    attrs: Attrs,
  ): { readonly [Name in keyof Inputs]?: () => Tensor };
}

/** The inputs that are changed in place. */
export type Changed<Inputs> = {
  [Name in keyof Inputs]: Inputs[Name] extends Variable ? Name & string : never;
}[keyof Inputs];

/** What a backend's kernel of an operation is given. */
export interface KernelOf<Declared extends Operation> {
  readonly inputs: Declared extends Operation<infer Inputs, infer _Output, infer _Attrs>
    ? { readonly [Name in keyof Inputs]: TensorInfo | Extract<Inputs[Name], undefined> }
    : never;
  readonly attrs: Declared['examples'][number];
}

/** The attributes of operations that have none. */
export type NoAttrs = Readonly<Record<never, never>>;
