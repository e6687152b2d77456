import {
  customGrad,
  engine,
  type GradSaveFunc,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';
import { hasKernel } from '../backends/active.js';
import { isBackwardRecorded, isNested } from '../gradients/nesting.js';
import { offTape } from '../gradients/offTape.js';
import { isStaged } from './checkInputs.js';
import { isShared } from './isShared.js';
import type { Operation, OperationInputs } from './operation.js';
import { differentiableInputs, gradientOf } from './operationGradient.js';

type Tensors = Readonly<Record<string, Tensor>>;

/**
 * Runs an operation on inputs that are as they should be, where gradients are known to be registered: for gradients, which
 * run only then. Everyone else goes through `runOperation`.
 *
 * @returns all of its outputs, the hidden ones too
 */
export function computeOperation<Inputs extends OperationInputs, Output extends string, Attrs extends object>(
  operation: Operation<Inputs, Output, Attrs>,
  inputs: Inputs,
  attrs: Attrs,
): Readonly<Record<Output, Tensor>> {
  return tidy(() => compute(operation, inputs, attrs)) as Readonly<Record<Output, Tensor>>;
}

function compute(operation: Operation, inputs: OperationInputs, attrs: object): Tensors {
  if (operation.launch !== undefined && !isNested()) return operation.launch(inputs, attrs);
  if (canRunKernel(operation, inputs)) return launch(operation, inputs, attrs);
  if (changedInputs(operation).length > 0) return assignAll(operation.compose(inputs, attrs), inputs);
  if (operation.gradient === undefined || isNested()) return operation.compose(inputs, attrs);
  return composeWithGradient(operation, inputs, attrs);
}

/**
 * Whether the backend has the kernel and nobody would notice the difference: a clone must keep the values that it was
 * taken of, and a tape must be able to go through.
 */
export function canRunKernel(operation: Operation, inputs: OperationInputs): boolean {
  if (!hasKernel(operation.kernel)) return false;
  const changed = changedInputs(operation);
  if (changed.length > 0) return !changed.some((name) => isShared(inputs[name] as Variable));
  return operation.gradient === undefined ? !isBackwardRecorded() : !isNested();
}

/** The names of the inputs that an operation changes in place. */
export function changedInputs({ inputs }: Operation): string[] {
  return Object.keys(inputs).filter((name) => inputs[name]!.changes);
}

function launch(operation: Operation, inputs: OperationInputs, attrs: object): Tensors {
  if (operation.gradient !== undefined) gradientOf(operation); // which registers it
  const results = engine().runKernel<Tensor | Tensor[]>(
    operation.kernel,
    tensorsOf(inputs),
    attrs as NamedAttrMap,
  );
  const outputs = Array.isArray(results) ? results : [results];
  return Object.fromEntries(Object.keys(operation.outputs).map((name, index) => [name, outputs[index]!]));
}

/** The tape stumbles over inputs that are named but not there. */
export function tensorsOf(inputs: OperationInputs): NamedTensorMap {
  const tensors: NamedTensorMap = {};
  for (const [name, input] of Object.entries(inputs)) {
    if (input !== undefined) tensors[name] = isStaged(input) ? input.tensor : input;
  }
  return tensors;
}

function assignAll(values: Tensors, inputs: OperationInputs): Tensors {
  for (const [name, value] of Object.entries(values)) (inputs[name] as Variable).assign(value);
  return {};
}

/** The composition, differentiated by the operation's own gradient: a tape sees neither its parts nor what they save. */
function composeWithGradient(operation: Operation, inputs: OperationInputs, attrs: object): Tensors {
  const outputs = offTape(() => operation.compose(inputs, attrs));
  const [first] = Object.keys(operation.outputs) as [string];
  const names = differentiableInputs(operation);
  const gradient = gradientOf(operation);
  const differentiable = customGrad((...passed) => {
    const save = passed[passed.length - 1] as GradSaveFunc;
    save(gradient.tensorsToSave({ ...inputs, ...outputs }));
    return {
      value: outputs[first]!.clone(),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const gradients = gradient.gradFunc(dy, saved, attrs as NamedAttrMap);
        return names.map((name) => gradients[name]!());
      },
    };
  });
  return { ...outputs, [first]: differentiable(...names.map((name) => inputs[name] as Tensor)) };
}
