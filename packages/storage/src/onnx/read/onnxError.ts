import { DataError } from '@neutype/errors';

/** What is said of a file that is no ONNX file, is damaged, or has in it what cannot be loaded. */
export function onnxError(where: string, expected: string, received?: string, remedy?: string): DataError {
  return new DataError({
    where: `loadOnnx, ${where}`,
    expected,
    ...(received !== undefined && { received }),
    ...(remedy !== undefined && { remedy }),
  });
}
