import type { Binding, OperationAttribute, OutputTensor } from '../runtime/binding.js';

/** Is told of everything that is asked of TensorFlow. */
export interface BindingObserver {
  executed(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly number[],
    outputs: readonly OutputTensor[],
  ): void;
  created(shape: readonly number[], dtype: number, values: ArrayBufferView, id: number): void;
  deleted(id: number): void;
  read(): void;
}

/** A binding that can be watched. */
export interface RecordableBinding extends Binding {
  observer: BindingObserver | undefined;
}

/** Wraps the native binding; everything else about it stays as it is. */
export function recordableBinding(native: Binding): RecordableBinding {
  const watched: RecordableBinding = Object.assign(Object.create(native), { observer: undefined });
  const override = (methods: Partial<Binding>): void => {
    for (const [name, value] of Object.entries(methods)) Object.defineProperty(watched, name, { value });
  };
  override({
    executeOp(name, attributes, inputs, count) {
      const outputs = native.executeOp(name, attributes, inputs, count);
      watched.observer?.executed(name, attributes, inputs, outputs);
      return outputs;
    },
    createTensor(shape, dtype, values) {
      const id = native.createTensor(shape, dtype, values);
      watched.observer?.created(shape, dtype, values, id);
      return id;
    },
    deleteTensor(id) {
      watched.observer?.deleted(id);
      native.deleteTensor(id);
    },
    tensorDataSync(id) {
      watched.observer?.read();
      return native.tensorDataSync(id);
    },
  });
  return watched;
}
