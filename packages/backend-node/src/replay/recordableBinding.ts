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
  computed(computation: Computation, id: number): void;
  read(): void;
}

/** Values that JavaScript works out anew at each run of a step, from staged tensors alone. */
export interface Computation {
  /** Tells this computation from every other. */
  readonly key: string;
  readonly shape: readonly number[];
  readonly dtype: number;
  /** May read tensors with the binding that it is given. */
  readonly values: (native: Binding) => ArrayBufferView;
}

/** A binding that can be watched. */
export interface RecordableBinding extends Binding {
  observer: BindingObserver | undefined;
  /** Runs a computation and makes a tensor of its values: again whenever the step is replayed. */
  compute(computation: Computation): number;
}

/** Wraps the native binding; everything else about it stays as it is. */
export function recordableBinding(native: Binding): RecordableBinding {
  const watched: RecordableBinding = Object.assign(Object.create(native), {
    observer: undefined,
    compute(computation: Computation) {
      const id = native.createTensor(computation.shape, computation.dtype, computation.values(native));
      watched.observer?.computed(computation, id);
      return id;
    },
  });
  function override(methods: Partial<Binding>): void {
    for (const [name, value] of Object.entries(methods)) Object.defineProperty(watched, name, { value });
  }
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
