/**
 * Weights as one safetensors file: eight bytes of header length (little endian), a JSON header that names every
 * tensor with its type, shape and place, then the numbers. The format is read by PyTorch, Keras, Rust and many more:
 * https://huggingface.co/docs/safetensors/index#format
 */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const LENGTH_BYTES = 8;
const FLOAT_BYTES = 4;

export function encodeWeights(
  arrays: readonly NamedArray[],
  metadata: Record<string, string> = {},
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, values } of arrays) {
    const begin = end;
    end += values.length * FLOAT_BYTES;
    header[name] = { dtype: 'F32', shape, data_offsets: [begin, end] };
  }
  const text = new TextEncoder().encode(padToMultipleOf(JSON.stringify(header), LENGTH_BYTES));
  const file = new Uint8Array(LENGTH_BYTES + text.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, LENGTH_BYTES);
  let offset = LENGTH_BYTES + text.length;
  for (const { values } of arrays) {
    new Float32Array(file.buffer, offset, values.length).set(values);
    offset += values.length * FLOAT_BYTES;
  }
  return file;
}

/** @throws {SyntaxError} saying what is wrong when `file` is no safetensors file of float32 tensors. */
export function decodeWeights(file: Uint8Array): { arrays: NamedArray[]; metadata: Record<string, string> } {
  const bytes = file.slice();
  const { header, dataStart } = readHeader(bytes);
  const { __metadata__: metadata = {}, ...tensors } = header;
  const arrays = Object.entries(tensors as Record<string, TensorEntry>).map(([name, entry]) => {
    const length = entry.shape.reduce((product, side) => product * side, 1);
    const [begin, end] = entry.data_offsets;
    if (entry.dtype !== 'F32')
      throw new SyntaxError(`The tensor ${name} is ${entry.dtype}; only F32 can be loaded.`);
    if (end - begin !== length * FLOAT_BYTES || dataStart + end > bytes.length) {
      throw new SyntaxError(`The tensor ${name} is cut off or has the wrong size: the file is damaged.`);
    }
    const values = new Float32Array(bytes.buffer.slice(dataStart + begin, dataStart + end));
    return { name, shape: entry.shape, values };
  });
  return { arrays, metadata: metadata as Record<string, string> };
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  const problem = 'This is no safetensors file: choose one that was downloaded here.';
  if (bytes.length < LENGTH_BYTES) throw new SyntaxError(problem);
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const dataStart = LENGTH_BYTES + length;
  if (dataStart > bytes.length) throw new SyntaxError(problem);
  try {
    return {
      header: JSON.parse(new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, dataStart))),
      dataStart,
    };
  } catch (cause) {
    throw new SyntaxError(problem, { cause });
  }
}

const padToMultipleOf = (text: string, multiple: number) =>
  text + ' '.repeat((multiple - (new TextEncoder().encode(text).length % multiple)) % multiple);
