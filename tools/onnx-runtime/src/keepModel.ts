import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Inputs, Outputs } from './runOnnx.js';

/** Leaves a model, what went in and what came out in the folder that `NEUTYPE_ONNX_DIR` names, under the test's name. */
export async function keepModel(
  model: Uint8Array,
  runs: readonly Inputs[],
  outputs: readonly Outputs[],
): Promise<void> {
  const { NEUTYPE_ONNX_DIR: folder } = process.env;
  if (folder === undefined) return;
  const name = expect.getState().currentTestName?.replace(/[^\w]+/g, '-') ?? 'model';
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.onnx`), model);
  const inputs = runs.map((run) =>
    Object.fromEntries(
      Object.entries(run).map(([key, { data, dims }]) => [key, { data: [...data].map(Number), dims }]),
    ),
  );
  await writeFile(join(folder, `${name}.json`), JSON.stringify({ inputs, outputs }));
}
