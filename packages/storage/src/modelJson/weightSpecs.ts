import { DataError, shown } from '@neutype/errors';
import { sizeOf } from '@neutype/ndarray';
import { isRecord } from '../isRecord.js';
import { DECODERS } from './decoders.js';

/** How a weight lies in the files. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** Its place in the files of its group, put one after another. */
  readonly begin: number;
  readonly bytes: number;
  /** Its numbers, as a key of `DECODERS`. */
  readonly stored: string;
  /** Of numbers in fewer bits: value = number · scale + min. */
  readonly scale: number;
  readonly min: number;
  /** Whether it is one of the model rather than of its optimizer. */
  readonly isOfModel: boolean;
}

const MOST_AXES = 64;

/** Reads what a manifest says of the weights of a group. @throws DataError */
export function weightSpecs(value: unknown, where: string): readonly WeightSpec[] {
  if (!Array.isArray(value)) throw refused(where, 'a list of weights', value);
  let begin = 0;
  return value.map((one) => {
    const spec = specOf(one, begin, where);
    begin += spec.bytes;
    if (!Number.isSafeInteger(begin)) throw refused(where, 'weights that a file can hold', begin);
    return spec;
  });
}

function specOf(value: unknown, begin: number, where: string): WeightSpec {
  if (!isRecord(value)) throw refused(where, 'a weight', value);
  const { name, shape, dtype, quantization, group } = value;
  if (typeof name !== 'string' || name === '') throw refused(where, 'the name of a weight', name);
  const weight = `${where}, weight ${shown(name)}`;
  const isShape = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!isShape || shape.length > MOST_AXES) throw refused(weight, 'a shape', shape);
  const { stored, scale, min } = encodingOf(dtype, quantization, weight);
  const bytes = sizeOf(shape) * (DECODERS[stored]?.bytes ?? 0);
  return { name, shape, begin, bytes, stored, scale, min, isOfModel: group !== 'optimizer' };
}

function encodingOf(
  dtype: unknown,
  quantization: unknown,
  where: string,
): Pick<WeightSpec, 'stored' | 'scale' | 'min'> {
  if (quantization === undefined || quantization === null) {
    const isStored = typeof dtype === 'string' && ['float32', 'int32', 'bool'].includes(dtype);
    if (!isStored) throw refused(`${where}, dtype`, 'float32, int32 or bool', dtype);
    return { stored: dtype, scale: 1, min: 0 };
  }
  const { dtype: stored, scale = 1, min = 0 } = isRecord(quantization) ? quantization : {};
  if (stored === 'float16') return { stored, scale: 1, min: 0 };
  if (stored !== 'uint8' && stored !== 'uint16') {
    throw refused(`${where}, quantization`, 'uint8, uint16 or float16', stored);
  }
  if (!Number.isFinite(scale) || !Number.isFinite(min)) {
    throw refused(`${where}, quantization`, 'numbers as scale and min', scale);
  }
  return { stored, scale: scale as number, min: min as number };
}

function refused(where: string, expected: string, received: unknown): DataError {
  return new DataError({ where, expected, received: shown(received) });
}
