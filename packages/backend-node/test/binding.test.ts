import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findCompiler } from '../src/build/compiler.js';
import { runProgram } from '../src/build/runProgram.js';
import { tryBinding } from '../src/build/tryBinding.js';
import { explainLoadFailure, loadBinding } from '../src/runtime/binding.js';
import { temporaryFolder } from './support/folders.js';

const hasCompiler = await findCompiler().then(
  () => true,
  () => false,
);
const withCompiler = hasCompiler ? it : it.skip;

/** Compiles an addon that calls a function which nobody has. */
async function addonLacking(symbol: string): Promise<string> {
  const folder = temporaryFolder();
  const source = join(folder, 'addon.cc');
  const addon = join(folder, 'addon.node');
  writeFileSync(
    source,
    `extern "C" { void* ${symbol}(void*); void* napi_register_module_v1(void* env, void*) { return ${symbol}(env); } }`,
  );
  const {
    call: [program],
  } = await findCompiler();
  const dynamic = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : ['-Wl,-z,now'];
  await runProgram(program, ['-shared', '-fPIC', source, '-o', addon, ...dynamic]);
  return addon;
}

function failureOf(load: () => unknown): string {
  try {
    load();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it loaded');
}

describe('a binding that does not load', () => {
  withCompiler(`lacks a symbol of TensorFlow${hasCompiler ? '' : ' (no compiler here)'}`, async () => {
    const addon = await addonLacking('TFE_NotThere');
    expect(explainLoadFailure(failureOf(() => loadBinding(addon)))).toEqual({
      reason: 'the TensorFlow library lacks TFE_NotThere, which the binding needs',
      remedy: 'Run npx neutype-node-build --tensorflow VERSION with another version of TensorFlow.',
    });
  });

  withCompiler(`lacks a symbol of Node${hasCompiler ? '' : ' (no compiler here)'}`, async () => {
    const addon = await addonLacking('napi_not_there');
    expect(explainLoadFailure(failureOf(() => loadBinding(addon)))).toEqual({
      reason: `this Node (${process.version}) lacks napi_not_there, which the binding needs`,
      remedy: 'Use Node 20.19 or newer.',
    });
  });

  withCompiler(`is told by the build as well${hasCompiler ? '' : ' (no compiler here)'}`, async () => {
    const addon = await addonLacking('TFE_NotThere');
    await expect(tryBinding(addon)).rejects.toThrow(
      'trying the new binding: expected it to load and to multiply, got the TensorFlow library lacks TFE_NotThere',
    );
  });

  it('is not a library at all', () => {
    const file = join(temporaryFolder(), 'tfjs_binding.node');
    writeFileSync(file, 'a download that was cut short');
    const { reason, remedy } = explainLoadFailure(failureOf(() => loadBinding(file)));
    expect(reason).toContain('tfjs_binding.node');
    expect(remedy).toBe('Run npx neutype-node-build --force.');
  });

  it.each([
    [
      'libtensorflow_cc.so.2: cannot open shared object file: No such file or directory',
      'libtensorflow_cc.so.2 is not where the binding looks for it',
    ],
    [
      "/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by libtensorflow_cc.so.2)",
      "the system's C++ library is older than TensorFlow needs (GLIBCXX_3.4.30)",
    ],
    [
      "Module did not self-register: '/x/tfjs_binding.node'.",
      `the binding was made for another Node than ${process.version}`,
    ],
    [
      'was compiled against a different Node.js version using\nNODE_MODULE_VERSION 83',
      `the binding was made for another Node than ${process.version}`,
    ],
    [
      '/x/tfjs_binding.node: cannot open shared object file: No such file or directory',
      `the binding was made for another processor than ${process.arch}`,
    ],
    [
      "dlopen(/x/tfjs_binding.node, 0x0002): tried: '/x/tfjs_binding.node' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64'))",
      `the binding was made for another processor than ${process.arch}`,
    ],
    ['something new\nand more of it', 'something new'],
  ])('says %j', (message, reason) => {
    expect(explainLoadFailure(message).reason).toBe(reason);
  });
});
