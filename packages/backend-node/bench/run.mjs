/**
 * A training step of the tutorial's network (784-500-300-10) and of a small convolutional one, batch 128: this backend
 * beside tfjs-node's own loop on the same library, the CPU engine, PyTorch and Keras. Candidates run in turn, several
 * rounds, and the best of each counts: a busy machine slows all of them, but not always at the same time.
 *
 * Peers that are not named are left out:
 *   TFJS_NODE=/folder/with/@tensorflow/tfjs-node TORCH_PYTHON=python KERAS_PYTHON=python node bench/run.mjs [rounds]
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

function here(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}
const { TFJS_NODE, TORCH_PYTHON, KERAS_PYTHON } = process.env;
const candidates = [
  [process.execPath, here('neutypeStep.mjs'), 'node'],
  [process.execPath, here('neutypeStep.mjs'), 'cpu'],
  ...(TFJS_NODE ? [[process.execPath, here('tfjsNodeStep.mjs')]] : []),
  ...(TORCH_PYTHON ? [[TORCH_PYTHON, here('torch_step.py')]] : []),
  ...(KERAS_PYTHON ? [[KERAS_PYTHON, here('keras_step.py')]] : []),
];
const rounds = Number(process.argv[2] ?? 3);
const best = new Map();

for (let round = 0; round < rounds; round++) {
  for (const [program, ...parameters] of candidates) {
    const { stdout, stderr, status } = spawnSync(program, parameters, { encoding: 'utf8' });
    if (status !== 0) {
      console.error(`${parameters.join(' ')} failed:\n${stderr}`);
      continue;
    }
    const { name, mlp, cnn } = JSON.parse(stdout.trim().split('\n').at(-1));
    const known = best.get(name) ?? { mlp: [], cnn: [] };
    best.set(name, { mlp: [...known.mlp, mlp], cnn: [...known.cnn, cnn] });
  }
}

function of(runs, figure) {
  return Math.min(...runs.map((run) => run[figure]));
}
const ours = best.get('neutype node');
console.log('ms a step                 tutorial: best  median  ratio     CNN: best  median  ratio');
for (const [name, { mlp, cnn }] of best) {
  const columns = [mlp, cnn].map((runs, index) => {
    const ratio = of(runs, 'best') / of(index === 0 ? ours.mlp : ours.cnn, 'best');
    return [of(runs, 'best'), of(runs, 'median'), ratio]
      .map((value) => value.toFixed(2).padStart(8))
      .join('');
  });
  console.log(`${name.padEnd(26)}    ${columns[0]}  ${columns[1]}`);
}
