import type { Parameter } from '@neutype/core';
import { concat, reshape, slice, type Tensor, zeros } from '@tensorflow/tfjs-core';
import type { Vector } from './vectors.js';

/** Parameters, one behind the other, as a vector on the host. */
export class FlatParameters {
  readonly parameters: readonly Parameter[];
  readonly size: number;

  constructor(parameters: readonly Parameter[]) {
    this.parameters = parameters;
    this.size = parameters.reduce((sum, { size }) => sum + size, 0);
  }

  isOf(parameters: readonly Parameter[]): boolean {
    return (
      parameters.length === this.parameters.length &&
      parameters.every((parameter, i) => parameter === this.parameters[i])
    );
  }

  async read(): Promise<Vector> {
    const values = new Float64Array(this.size);
    let offset = 0;
    for (const parameter of this.parameters) {
      values.set(await parameter.read(), offset);
      offset += parameter.size;
    }
    return values;
  }

  /** Writes them; nothing is looked at but their number. */
  write(values: Float32Array): void {
    let offset = 0;
    for (const parameter of this.parameters) {
      parameter.write(values.subarray(offset, offset + parameter.size));
      offset += parameter.size;
    }
  }

  /** Takes the values of a vector on the backend. */
  assign(vector: Tensor): void {
    for (const [i, part] of this.part(vector).entries()) this.parameters[i]?.variable.assign(part);
  }

  /** The parts of a vector on the backend, in the shapes of the parameters. */
  part(vector: Tensor): Tensor[] {
    let offset = 0;
    return this.parameters.map(({ shape, size }) => {
      const part = reshape(slice(vector, [offset], [size]), [...shape]);
      offset += size;
      return part;
    });
  }
}

/** Tensors of any shapes, or 0 where there is none, one behind the other. */
export function flattened(
  tensors: readonly (Tensor | undefined)[],
  parameters: readonly Parameter[],
): Tensor[] {
  return parameters.map(({ size }, i) => {
    const tensor = tensors[i];
    return tensor ? reshape(tensor, [size]) : zeros([size]);
  });
}

/** A number, and a vector behind it, to be read together. */
export function valueAndVector(value: Tensor, vector: readonly Tensor[]): Tensor {
  return concat([reshape(value, [1]), ...vector]);
}
