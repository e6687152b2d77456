/** Another format that a file seems to be of, and what reads it. */
export interface OtherFormat {
  readonly name: string;
  readonly remedy: string;
}

interface Signature extends OtherFormat {
  matches(start: Uint8Array): boolean;
}

const SAVE_FROM_TORCH =
  'In PyTorch, safetensors.torch.save_file(model.state_dict(), file) writes what is read here.';

const SIGNATURES: readonly Signature[] = [
  {
    name: 'a zip archive, as .keras files and those of torch.save are',
    remedy: `loadKeras reads .keras. ${SAVE_FROM_TORCH}`,
    matches: (start) => startsWith(start, [0x50, 0x4b, 0x03, 0x04]),
  },
  {
    name: "a file of Python's pickle, as older versions of torch.save wrote it",
    remedy: SAVE_FROM_TORCH,
    matches: ([first, protocol = 0]) => first === 0x80 && protocol >= 2 && protocol <= 5,
  },
  {
    name: 'an HDF5 file',
    remedy: 'importKerasWeights reads the weights of Keras from it.',
    matches: (start) => startsWith(start, [0x89, 0x48, 0x44, 0x46]),
  },
  {
    name: 'what looks like an ONNX file',
    remedy: 'loadOnnx reads it.',
    // The version of the format, then the name of the program that wrote it.
    matches: ([first, version = 0, second]) => first === 0x08 && version < 32 && second === 0x12,
  },
  {
    name: 'what looks like JSON',
    remedy: 'loadModelJson reads a model.json of TensorFlow.js.',
    matches: ([first]) => first === 0x7b,
  },
];

/** What a file that is no safetensors file seems to be, by its first bytes. */
export function otherFormat(start: Uint8Array): OtherFormat | undefined {
  return SIGNATURES.find(({ matches }) => matches(start));
}

function startsWith(bytes: Uint8Array, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[index] === byte);
}
