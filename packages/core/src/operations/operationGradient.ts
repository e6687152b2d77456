import {
  type GradConfig,
  type NamedAttrMap,
  registerGradient,
  type Tensor,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { InputDeclaration, Operation } from './operation.js';

/** An operation's gradient as tfjs takes it. */
interface KernelGradient extends GradConfig {
  /** What it is computed from, in the order that its `gradFunc` expects. */
  tensorsToSave(tensors: object): Tensor[];
}

const gradients = new WeakMap<Operation, KernelGradient>();

/** The gradient that an operation declares. It is registered for the kernel the first time that somebody asks for it. */
export function gradientOf(operation: Operation): KernelGradient {
  let gradient = gradients.get(operation);
  if (gradient === undefined) {
    gradient = kernelGradient(operation);
    registerGradient(gradient);
    gradients.set(operation, gradient);
  }
  return gradient;
}

/** The names of the inputs that a gradient flows to. */
export function differentiableInputs({ inputs }: Operation): string[] {
  return Object.keys(inputs).filter((name) => !inputs[name]!.constant);
}

function kernelGradient(operation: Operation): KernelGradient {
  const { saves, take } = operation.gradient!;
  const inputs = Object.keys(operation.inputs);
  const constants = inputs.filter((name) => isConstantFloat(operation.inputs[name]!));
  const inputsToSave = inputs.filter((name) => saves.includes(name) || constants.includes(name));
  const outputs = Object.keys(operation.outputs);
  const names = [...inputsToSave, ...outputs.filter((name) => saves.includes(name))];
  return {
    kernelName: operation.kernel,
    inputsToSave,
    outputsToSave: outputs.map((name) => saves.includes(name)),
    tensorsToSave: (tensors: Readonly<Record<string, Tensor>>) => names.map((name) => tensors[name]!),
    gradFunc: (dy: Tensor | Tensor[], saved: Tensor[], attrs: NamedAttrMap) => {
      const named = Object.fromEntries(names.map((name, index) => [name, saved[index]!]));
      // The tape asks for every input that depends on a differentiated one, even where no gradient goes on from there.
      const none = constants.map((name) => [name, () => zerosLike(named[name]!)] as const);
      return { ...Object.fromEntries(none), ...take(first(dy), named, attrs) } as ReturnType<
        GradConfig['gradFunc']
      >;
    },
  };
}

/**
 * Integers cannot depend on anything that is differentiated. What may be left out must not, for it cannot be saved where
 * it is not there.
 */
function isConstantFloat({ constant, optional, dtype = 'float32' }: InputDeclaration): boolean {
  return constant === true && optional !== true && dtype === 'float32';
}

/** Of several outputs only the first is differentiated. */
function first(dy: Tensor | Tensor[]): Tensor {
  return Array.isArray(dy) ? dy[0]! : dy;
}
