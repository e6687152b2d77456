/**
 * Runs the specs of tfjs-core's operations, which its npm package carries, on the CPU engine, and prints what failed as
 * JSON. They are written for jasmine and import tfjs-core's modules by their paths; one bundle of specs, tfjs-core and
 * engine makes sure that all mean the same tfjs-core.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, '../../..');
function folderOf(name) {
  return dirname(require.resolve(`${name}/package.json`));
}
const core = join(folderOf('@tensorflow/tfjs-core'), 'dist');

/** What tests kernels, their gradients or what rests on them; not files, platforms and the like. */
function isAboutKernels(spec) {
  return /^\.\/(ops|optimizers)\/|^\.\/(tape|gradients|tensor|variable|buffer)_test$/.test(spec);
}

const specs = [...readFileSync(join(core, 'tests.js'), 'utf8').matchAll(/^import '(.+)';$/gm)]
  .map(([, spec]) => spec)
  .filter(isAboutKernels);

const work = mkdtempSync(join(tmpdir(), 'neutype-specs-'));
function write(name, text) {
  return writeFileSync(join(work, name), text);
}
function importing(path) {
  return `import ${JSON.stringify(path)};\n`;
}

write(
  'environment.js',
  importing(join(core, 'index.js')) +
    importing(join(core, 'register_all_gradients.js')) +
    importing(join(core, 'public/chained_ops/register_all_chained_ops.js')) +
    importing(join(here, '../../src/index.ts')) +
    `import { setTestEnvs } from ${JSON.stringify(join(core, 'jasmine_util.js'))};\n` +
    `setTestEnvs([{ name: 'cpu', backendName: 'cpu', isDataSync: true }]);\n`,
);
write(
  'entry.js',
  importing('./environment.js') + specs.map((spec) => importing(join(core, `${spec}.js`))).join(''),
);

const bundle = await rolldown({
  input: join(work, 'entry.js'),
  platform: 'node',
  logLevel: 'silent',
  resolve: {
    alias: {
      '@tensorflow/tfjs-core': join(core, 'index.js'),
      '@tensorflow/tfjs-backend-cpu': join(folderOf('@tensorflow/tfjs-backend-cpu'), 'dist/index.js'),
      '@neutype/core': join(packages, 'core/src/index.ts'),
      '@neutype/random': join(packages, 'random/src/index.ts'),
      'jasmine-core': folderOf('jasmine-core'),
    },
    extensionAlias: { '.js': ['.ts', '.js'] },
  },
  treeshake: false,
});
const file = join(work, 'specs.mjs');
await bundle.write({ file, format: 'esm', codeSplitting: false });

const jasmineRequire = require('jasmine-core');
const jasmine = jasmineRequire.boot(jasmineRequire);
const environment = jasmine.getEnv();
Object.assign(globalThis, jasmineRequire.interface?.(jasmine, environment) ?? {}, { jasmine, require });
environment.configure({ random: false });

const failed = [];
let passed = 0;
environment.addReporter({
  specDone({ status, fullName, failedExpectations }) {
    if (status === 'passed') passed++;
    if (status === 'failed')
      failed.push({ name: fullName, why: failedExpectations[0]?.message.slice(0, 300) });
  },
});
const log = console.log;
for (const method of ['log', 'info', 'warn', 'error']) console[method] = () => {};
await import(pathToFileURL(file).href);
rmSync(work, { recursive: true });
await environment.execute();
log(JSON.stringify({ passed, failed }));
process.exit(0);
