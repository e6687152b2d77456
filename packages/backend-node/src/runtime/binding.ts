import { constants } from 'node:os';

/** What tfjs-node's native addon exports: an eager executor for TensorFlow operations, by tensor id. */
export interface Binding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_BOOL: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  executeOp(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): OutputTensor[];
  isUsingGpuDevice(): boolean;
  getNumOfTensors(): number;
}

export interface OperationAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean | string | readonly number[] | readonly string[];
}

export interface OutputTensor {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** Loads the native addon into this process. Node loads a path once; a second call gives the same TensorFlow. */
export function loadBinding(path: string): Binding {
  const module = { exports: {} };
  process.dlopen(module, path, constants.dlopen.RTLD_NOW);
  return module.exports as Binding;
}

/** A failure to load, as a reason that a person can act on. */
export interface LoadFailure {
  readonly reason: string;
  readonly remedy: string;
}

const REBUILD = 'Run npx neutype-node-build --force.';

/** What the dynamic linker's or Node's message means. */
export function explainLoadFailure(message: string): LoadFailure {
  const symbol = /undefined symbol: (\w+)|symbol not found[^']*'_?(\w+)'/i.exec(message);
  if (symbol) {
    const name = symbol[1] ?? symbol[2]!;
    if (name.startsWith('napi_') || name.startsWith('node_api')) {
      return {
        reason: `this Node (${process.version}) lacks ${name}, which the binding needs`,
        remedy: 'Use Node 20.19 or newer.',
      };
    }
    return {
      reason: `the TensorFlow library lacks ${name}, which the binding needs`,
      remedy: 'Run npx neutype-node-build --tensorflow VERSION with another version of TensorFlow.',
    };
  }
  const library =
    /(lib[\w.+-]+\.(?:so|dylib)[\w.]*): cannot open shared object|Library not loaded: \S*?([\w.]+)$/m.exec(
      message,
    );
  if (library)
    return { reason: `${library[1] ?? library[2]} is not where the binding looks for it`, remedy: REBUILD };
  if (/\.node: cannot open shared object|wrong ELF class|incompatible architecture/.test(message)) {
    return { reason: `the binding was made for another processor than ${process.arch}`, remedy: REBUILD };
  }
  if (/GLIBC(XX)?_/.test(message)) {
    return {
      reason: `the system's C++ library is older than TensorFlow needs (${/GLIBC(?:XX)?_[\d.]+/.exec(message)![0]})`,
      remedy: 'Run npx neutype-node-build --tensorflow VERSION with an older version of TensorFlow.',
    };
  }
  if (/did not self-register|NODE_MODULE_VERSION|different Node\.js version/.test(message)) {
    return { reason: `the binding was made for another Node than ${process.version}`, remedy: REBUILD };
  }
  return { reason: firstLine(message), remedy: REBUILD };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.trim();
}
