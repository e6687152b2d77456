import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';

/** What a TensorFlow wheel holds, as far as a build cares, with words in place of machine code. */
export const WHEEL_FILES: Readonly<Record<string, string>> = {
  'tensorflow/libtensorflow_cc.so.2': 'the C library '.repeat(1000),
  'tensorflow/libtensorflow_framework.so.2': 'the framework '.repeat(1000),
  'tensorflow/include/tensorflow/c/c_api.h': '#define C_API',
  'tensorflow/include/tensorflow/c/eager/c_api.h': '#define EAGER',
  'tensorflow/include/tsl/platform/ctstring.h': '#define CTSTRING',
  'tensorflow/include/tensorflow/core/framework/op.h': 'not needed',
  'tensorflow/python/ops.py': 'not needed',
};

export const WHEEL_NAME = 'tensorflow_cpu-2.99.0-cp311-cp311-manylinux_2_27_x86_64.whl';

/** Writes a wheel; its RECORD is `record`, or holds the checksums of `recorded`, where that differs from what is packed. */
export async function fakeWheel(
  folder: string,
  {
    files = WHEEL_FILES,
    recorded = files,
    name = WHEEL_NAME,
    record = recordOf(recorded),
  }: {
    readonly files?: Readonly<Record<string, string>>;
    readonly recorded?: Readonly<Record<string, string>>;
    readonly name?: string;
    readonly record?: string;
  } = {},
): Promise<string> {
  const zip = new yazl.ZipFile();
  for (const [path, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), path);
  zip.addBuffer(Buffer.from(record), 'tensorflow_cpu-2.99.0.dist-info/RECORD');
  zip.end();
  const path = join(folder, name);
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

function recordOf(files: Readonly<Record<string, string>>): string {
  const lines = Object.entries(files).map(([path, content]) => {
    const hash = createHash('sha256').update(content).digest('base64url');
    return `${path},sha256=${hash},${content.length}`;
  });
  return lines.join('\n');
}
