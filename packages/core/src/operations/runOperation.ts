import { cast, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { ensureGradients } from '../gradients/registerGradients.js';
import { checkInputs, isStaged } from './checkInputs.js';
import { computeOperation } from './computeOperation.js';
import type { Operation, OperationInputs } from './operation.js';

/**
 * Runs an operation: checks what it is given, then runs the backend's kernel, or the composition where there is none.
 *
 * @returns its outputs by name, without the hidden ones
 * @throws ShapeError, OptionError
 * @throws DataError for an input of another data type
 */
export function runOperation<Inputs extends OperationInputs, Output extends string, Attrs extends object>(
  operation: Operation<Inputs, Output, Attrs>,
  inputs: Inputs,
  attrs: Attrs,
): Readonly<Record<Output, Tensor>> {
  checkInputs(operation, inputs, attrs);
  ensureGradients();
  return tidy(() => {
    const outputs = computeOperation(operation, converted(operation, inputs), attrs);
    return omit(outputs, operation.hidden ?? []);
  });
}

/** What is left out is freed with everything else that is not needed; a tape keeps what it has saved. */
function omit<Values extends object>(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name))) as Values;
}

function converted<Inputs extends OperationInputs>({ inputs }: Operation, given: Inputs): Inputs {
  const fitting = Object.entries(given).map(([name, input]) => {
    const { dtype = 'float32' } = inputs[name]!;
    const fits = input === undefined || isStaged(input) || input.dtype === dtype;
    return [name, fits ? input : cast(input, dtype)] as const;
  });
  return Object.fromEntries(fitting) as Inputs;
}
