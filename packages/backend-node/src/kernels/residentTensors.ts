import type { DataId, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorData, TensorflowBackend } from '../runtime/tensorflowBackend.js';
import type { Executor } from './execute.js';

/** The `shared_name` that asks TensorFlow for a variable that goes when its last handle goes. */
const ANONYMOUS = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

/**
 * Tensors that TensorFlow's update operations change in place.
 *
 * TensorFlow updates resource variables only, and tfjs's tensors are none. A parameter or velocity therefore becomes
 * a variable at its first update, behind the same tfjs tensor: its binding id is from then on a view of the variable,
 * taken when a kernel next asks for it and given back before the next update, since TensorFlow would have to copy a
 * variable that somebody else still looks at.
 */
export class ResidentTensors {
  readonly #executor: Executor;
  readonly #variables = new Map<DataId, Variable>();

  constructor(executor: Executor) {
    this.#executor = executor;
    freeWithTheirData(executor.backend, this.#variables);
  }

  /** The handle of the variable behind a tensor, ready to be updated in place. */
  handleForUpdate(tensor: TensorInfo): number {
    let variable = this.#variables.get(tensor.dataId);
    if (variable === undefined) {
      variable = new Variable(this.#executor, tensor);
      this.#variables.set(tensor.dataId, variable);
    }
    variable.dropView();
    return variable.handle;
  }

  /** Gives back all views: a step begins without any. */
  dropViews(): void {
    for (const variable of this.#variables.values()) variable.dropView();
  }
}

class Variable {
  readonly handle: number;
  readonly #executor: Executor;
  #view: number | undefined;

  constructor(executor: Executor, tensor: TensorInfo) {
    this.#executor = executor;
    const initial = executor.id(tensor);
    this.handle = createVariable(executor, tensor.shape, initial);
    executor.release(initial);
    const data: TensorData = executor.backend.tensorMap.get(tensor.dataId);
    Object.defineProperty(data, 'id', { configurable: true, get: () => this.#viewId() });
  }

  #viewId(): number {
    const executor = this.#executor;
    this.#view ??= executor.runForId(
      'ReadVariableOp',
      executor.attributes('ReadVariableOp', () => ({ dtype: { type: 'float32' } })),
      [this.handle],
    );
    return this.#view;
  }

  dropView(): void {
    if (this.#view !== undefined) this.#executor.release(this.#view);
    this.#view = undefined;
  }

  free(): void {
    this.dropView();
    this.#executor.release(this.handle);
  }
}

function createVariable(executor: Executor, shape: readonly number[], initial: number): number {
  const handle = executor.runForId(
    'VarHandleOp',
    executor.attributes(`VarHandleOp/${shape}`, () => ({
      dtype: { type: 'float32' },
      shape: { shape },
      shared_name: ANONYMOUS,
    })),
    [],
  );
  const assign = executor.attributes('AssignVariableOp', () => ({ dtype: { type: 'float32' } }));
  executor.run('AssignVariableOp', assign, [handle, initial], 0);
  return handle;
}

/** Makes the backend free the variable when the data goes: it knows of a binding id only. */
function freeWithTheirData(backend: TensorflowBackend, variables: Map<DataId, Variable>): void {
  const disposeData = backend.disposeData.bind(backend);
  backend.disposeData = (dataId, force) => {
    const variable = variables.get(dataId);
    if (variable === undefined) return disposeData(dataId, force);
    const data = backend.tensorMap.get(dataId);
    data.refCount--;
    if (!force && data.refCount > 0) return false;
    variable.free();
    variables.delete(dataId);
    backend.tensorMap.delete(dataId);
    return true;
  };
}
