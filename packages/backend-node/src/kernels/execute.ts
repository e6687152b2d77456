import { type DataType, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { RecordableBinding } from '../replay/recordableBinding.js';
import type { Binding, OperationAttribute, OutputTensor } from '../runtime/binding.js';
import type { TensorflowBackend } from '../runtime/tensorflowBackend.js';
import { OneDnn } from './oneDnn.js';

/** Attributes of a TensorFlow operation, by name. Booleans and strings are told by their type. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

type AttributeValue =
  | boolean
  | string
  | readonly string[]
  | { readonly int: number | readonly number[] }
  | { readonly float: number }
  | { readonly type: 'float32' | 'int32' }
  | { readonly types: readonly 'float32'[] }
  | { readonly shape: readonly number[] };

/** Attributes in the form that the binding takes; worth making once where they do not change. */
export function attributes(binding: Binding, values: Attributes): OperationAttribute[] {
  return Object.entries(values).map(([name, value]) => attribute(binding, name, value));
}

function attribute(binding: Binding, name: string, value: AttributeValue): OperationAttribute {
  if (typeof value === 'boolean') return { name, type: binding.TF_ATTR_BOOL, value };
  if (typeof value === 'string' || isList(value)) return { name, type: binding.TF_ATTR_STRING, value };
  if ('int' in value) return { name, type: binding.TF_ATTR_INT, value: value.int };
  if ('float' in value) return { name, type: binding.TF_ATTR_FLOAT, value: value.float };
  if ('shape' in value) return { name, type: binding.TF_ATTR_SHAPE, value: value.shape };
  if ('types' in value) {
    return { name, type: binding.TF_ATTR_TYPE, value: value.types.map(() => binding.TF_FLOAT) };
  }
  return {
    name,
    type: binding.TF_ATTR_TYPE,
    value: value.type === 'int32' ? binding.TF_INT32 : binding.TF_FLOAT,
  };
}

function isList(value: AttributeValue): value is readonly string[] {
  return Array.isArray(value);
}

/** Runs TensorFlow operations on binding ids, and remembers attributes and constants. */
export class Executor {
  readonly backend: TensorflowBackend;
  readonly binding: RecordableBinding;
  readonly #oneDnn: OneDnn;
  readonly #known = new Map<string, OperationAttribute[]>();
  readonly #constants = new Map<string, number>();

  constructor(backend: TensorflowBackend, binding: RecordableBinding) {
    this.backend = backend;
    this.binding = binding;
    this.#oneDnn = new OneDnn(binding);
  }

  /** The binding's id of a tensor's data. */
  id({ dataId }: TensorInfo): number {
    const data = this.backend.tensorMap.get(dataId);
    if (data.values !== null) {
      data.id = this.binding.createTensor(data.shape, data.dtype, data.values);
      data.values = null;
    }
    return data.id;
  }

  /**
   * Attributes that are the same for the same key: made once.
   *
   * @param key unique among all operations, as `MatMul/true/false`
   */
  attributes(key: string, make: () => Attributes): OperationAttribute[] {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = attributes(this.binding, make());
    this.#known.set(key, made);
    return made;
  }

  /** The id of a small int32 constant that stays with TensorFlow: a vector, unless another shape is given. */
  intConstant(values: readonly number[], shape: readonly number[] = [values.length]): number {
    return this.#constant(`int ${values} ${shape}`, shape, this.binding.TF_INT32, Int32Array.from(values));
  }

  /** The id of a float32 constant of one value that stays with TensorFlow. */
  floatConstant(value: number, shape: readonly number[] = []): number {
    const size = util.sizeFromShape([...shape]);
    return this.#constant(
      `float ${value} ${shape}`,
      shape,
      this.binding.TF_FLOAT,
      new Float32Array(size).fill(value),
    );
  }

  #constant(key: string, shape: readonly number[], dtype: number, values: ArrayBufferView): number {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const id = this.binding.createTensor(shape, dtype, values);
    this.#constants.set(key, id);
    return id;
  }

  /**
   * Runs an operation, by oneDNN where that has it; its outputs belong to the caller.
   *
   * @param operation its attributes, from {@link attributes}
   */
  run(name: string, operation: OperationAttribute[], inputs: readonly number[], outputs = 1): OutputTensor[] {
    return (
      this.#oneDnn.run(name, operation, inputs, outputs) ??
      this.binding.executeOp(name, operation, inputs, outputs)
    );
  }

  /** Runs an operation and passes on its first output's id. */
  runForId(name: string, operation: OperationAttribute[], inputs: readonly number[]): number {
    return this.run(name, operation, inputs)[0]!.id;
  }

  /** Frees values that were needed on the way. */
  release(...ids: readonly number[]): void {
    for (const id of ids) this.binding.deleteTensor(id);
  }

  /** Hands an output over to tfjs. */
  tensor({ id, shape, dtype }: OutputTensor, kind: DataType = 'float32'): TensorInfo {
    const dataId = {};
    this.backend.tensorMap.set(dataId, { id, shape, dtype, values: null, refCount: 1 });
    return { dataId, shape, dtype: kind };
  }
}
