#!/usr/bin/env node
/**
 * The backend contract and the engine's own variants on newer versions of Node, which the npm package `node` brings:
 * other versions of V8 compile the same WebAssembly, and only they have the 256-bit variant.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSIONS = ['22', '24', '26'];
const root = fileURLToPath(new URL('../..', import.meta.url));
const suites = [
  { folder: 'tools/runtime-tests', tests: ['cpuEngine'] },
  {
    folder: 'packages/backend-cpu',
    tests: ['engine/wide', 'variants/', 'kernels/variants', 'matmul/variants', 'engine/process'],
  },
];

const results = mkdtempSync(join(tmpdir(), 'neutype-newer-node-'));
let passed = 0;
let failed = 0;
let skipped = 0;
const runs = VERSIONS.flatMap((version) => {
  const node = pathOf(version);
  return suites.map((suite) => ({ ...suite, version, node }));
});
await Promise.all(Array.from({ length: availableParallelism() }, takeRuns));
rmSync(results, { recursive: true });
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;

/** Where npm keeps this version; it is installed there if it is not yet. */
function pathOf(version) {
  const args = [
    'exec',
    '--yes',
    '--silent',
    `--package=node@${version}`,
    '--',
    'node',
    '-p',
    'process.execPath',
  ];
  return execFileSync('npm', args, { encoding: 'utf8', shell: process.platform === 'win32' }).trim();
}

async function takeRuns() {
  for (let run = runs.shift(); run; run = runs.shift()) {
    const { version, node, folder, tests } = run;
    const file = join(results, `${version}-${folder.replaceAll('/', '-')}.json`);
    const jest = [join(root, 'tools/jest-preset/run.mjs'), '-i', '--verbose=false', `--outputFile=${file}`];
    const { isRight, output } = await outcomeOf(node, [...jest, ...tests], join(root, folder));
    console.log(`Node ${version}, ${folder}\n${output}`);
    const counts = countsIn(file);
    passed += counts?.numPassedTests ?? 0;
    failed += counts?.numFailedTests || (isRight ? 0 : 1);
    skipped += counts?.numPendingTests ?? 0;
  }
}

/** Of runs beside each other the output comes when each has ended. Whatever they start as `node` is the same version. */
function outcomeOf(node, args, cwd) {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  return new Promise((resolve) => {
    execFile(node, args, { cwd, env, maxBuffer: 2 ** 26 }, (error, _, output) => {
      resolve({ isRight: error === null, output });
    });
  });
}

function countsIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
