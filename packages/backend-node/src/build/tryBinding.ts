import { explainLoadFailure } from '../runtime/binding.js';
import { BuildError } from './buildError.js';
import { complaint, runProgram } from './runProgram.js';

/** [1 2; 3 4] squared, by the binding alone. */
const TRIAL = `
  const module = { exports: {} };
  process.dlopen(module, process.argv[1], require('node:os').constants.dlopen.RTLD_NOW);
  const b = module.exports;
  const type = (name) => ({ name, type: b.TF_ATTR_TYPE, value: b.TF_FLOAT });
  const flag = (name) => ({ name, type: b.TF_ATTR_BOOL, value: false });
  const x = b.createTensor([2, 2], b.TF_FLOAT, Float32Array.of(1, 2, 3, 4));
  const [y] = b.executeOp('MatMul', [type('T'), flag('transpose_a'), flag('transpose_b')], [x, x], 1);
  console.log(b.TF_Version, Array.from(b.tensorDataSync(y.id)).join());
`;

/**
 * Loads the binding in another process, for a library made for another processor ends the process that loads it, and
 * multiplies two matrices.
 */
export async function tryBinding(path: string): Promise<void> {
  const result = await runProgram(process.execPath, ['-e', TRIAL, path]);
  if (result.succeeded && result.output.trim().endsWith('7,10,15,22')) return;
  const loading = /Error: (.*(?:undefined symbol|cannot open|not found|not loaded|GLIBC).*)/i.exec(
    result.errors,
  );
  const { reason, remedy } = loading
    ? explainLoadFailure(loading[1]!)
    : {
        reason: complaint(result),
        remedy: 'This TensorFlow does not run on this machine; try another with --tensorflow VERSION.',
      };
  throw new BuildError({
    where: 'trying the new binding',
    expected: 'it to load and to multiply',
    received: reason,
    remedy,
  });
}
