/**
 * Runs the backend contract on WebGPU in Node. Where there is no graphics card, SwiftShader computes in its place, which
 * Chromium brings as a Vulkan driver; without Chromium either, it is said that nothing was tested.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHROMIUM = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
const DRIVER = 'vk_swiftshader_icd.json';

const folder = CHROMIUM.find((one) => existsSync(join(one, DRIVER)));
const results = join(tmpdir(), `neutype-webgpu-tests-${process.pid}.json`);
const { status } = spawnSync(
  process.execPath,
  ['../jest-preset/run.mjs', 'webgpuNode', `--outputFile=${results}`],
  {
    cwd: new URL('../runtime-tests/', import.meta.url),
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(folder && { VK_ICD_FILENAMES: join(folder, DRIVER), LD_LIBRARY_PATH: folder }),
    },
  },
);
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(results, 'utf8'));
if (folder === undefined) console.log(`SwiftShader is in none of ${CHROMIUM.join(', ')}.`);
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
process.exitCode = status ?? 1;
