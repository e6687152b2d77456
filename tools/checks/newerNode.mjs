#!/usr/bin/env node
/**
 * The backend contract and the engine's own variants on newer versions of Node, which the npm package `node` brings:
 * other versions of V8 compile the same WebAssembly, and only they have the 256-bit variant.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
for (const version of VERSIONS) {
  for (const { folder, tests } of suites) {
    const file = join(results, `${version}-${folder.replaceAll('/', '-')}.json`);
    const jest = [join(root, 'tools/jest-preset/run.mjs'), '-i', '--verbose=false', `--outputFile=${file}`];
    const { status } = spawnSync(
      'npm',
      ['exec', '--yes', '--silent', `--package=node@${version}`, '--', 'node', ...jest, ...tests],
      {
        cwd: join(root, folder),
        stdio: ['ignore', 'ignore', 'inherit'],
        shell: process.platform === 'win32',
      },
    );
    const counts = countsIn(file);
    passed += counts?.numPassedTests ?? 0;
    failed += counts?.numFailedTests || (status === 0 ? 0 : 1);
    skipped += counts?.numPendingTests ?? 0;
  }
}
rmSync(results, { recursive: true });
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;

function countsIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
