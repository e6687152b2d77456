import type { Binding, OperationAttribute, OutputTensor } from '../runtime/binding.js';

/**
 * oneDNN's kernels for these operations take from half to nine tenths of the time of TensorFlow's own. TensorFlow uses
 * them by itself only on processors with AVX-512 for neural networks, and not for all of these.
 */
const NAMES: Readonly<Record<string, string>> = {
  _FusedConv2D: '_MklNativeFusedConv2D',
  _FusedMatMul: '_MklNativeFusedMatMul',
  Conv2D: '_MklNativeConv2D',
  Conv2DBackpropFilter: '_MklNativeConv2DBackpropFilter',
  Conv2DBackpropInput: '_MklNativeConv2DBackpropInput',
  MatMul: '_MklMatMul',
};

/** By this label TensorFlow finds oneDNN's kernels under their own names. */
export const ONE_DNN_LABEL = 'MklNameChangeOp';

/** Runs operations by oneDNN, as far as this TensorFlow has it: its builds for x86-64 do. */
export class OneDnn {
  readonly #binding: Binding;
  readonly #label: OperationAttribute;
  readonly #enabled = process.env['TF_ENABLE_ONEDNN_OPTS'] !== '0';
  /** By the attributes of the plain operation; `undefined` where oneDNN refuses them. */
  readonly #labelled = new Map<readonly OperationAttribute[], OperationAttribute[] | undefined>();

  constructor(binding: Binding) {
    this.#binding = binding;
    this.#label = { name: '_kernel', type: binding.TF_ATTR_STRING, value: ONE_DNN_LABEL };
  }

  /** The outputs of an operation, or `undefined` where oneDNN does not do it. */
  run(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): OutputTensor[] | undefined {
    const ownName = this.#enabled ? NAMES[name] : undefined;
    if (ownName === undefined) return undefined;
    const known = this.#labelled.get(attributes);
    if (known === undefined && (this.#labelled.has(attributes) || padsByNumbers(attributes)))
      return undefined;
    const labelled = known ?? [...attributes, this.#label];
    try {
      const results = this.#binding.executeOp(ownName, labelled, inputs, outputs);
      this.#labelled.set(attributes, labelled);
      return results;
    } catch {
      // Attributes that went well before are refused for these shapes alone.
      this.#labelled.set(attributes, known);
      return undefined;
    }
  }
}

/** Which oneDNN's gradients do not do; TensorFlow would complain about it on the console. */
function padsByNumbers(attributes: readonly OperationAttribute[]): boolean {
  return attributes.some(({ name, value }) => name === 'padding' && value === 'EXPLICIT');
}
