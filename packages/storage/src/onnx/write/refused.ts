import { OptionError } from '@neutype/errors';
import type { PlacedLayer } from '@neutype/layers';

/** For a layer that ONNX cannot say. */
export function refused({ name, kind }: PlacedLayer, reason: string, remedy: string): OptionError {
  return new OptionError({
    where: `onnx, layer ${name}`,
    expected: 'a layer that ONNX has operators for',
    received: `${kind}: ${reason}`,
    remedy,
  });
}
