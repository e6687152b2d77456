import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { TRUSTED_V8 } from '../../src/variants/wide.js';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
const V8 = process.versions.v8.split('.').slice(0, 2).join('.');
const withRevectorizer = Number(V8.split('.')[0]) >= 13 ? it : it.skip;
const onTrustedV8 = TRUSTED_V8.includes(V8) ? it : it.skip;

/** Runs a module in a process of its own, for V8 ends the process where it cannot widen. */
function run(source: string, { flags = [] as string[], variant = '' } = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, '--input-type=module', '--eval', source],
    {
      cwd: PACKAGE,
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, NEUTYPE_CPU_VARIANT: variant },
    },
  );
  return { status, stdout: stdout.trim(), stderr };
}

const TELL = `
  const { engineInfo } = await import('./dist/index.js');
  const { variant, variantReason } = engineInfo();
  console.log(variant + ': ' + variantReason);
`;

/** A module of another package: one function that does nothing, and one with vectors as parameters. */
const OTHER_MODULE = `
  const scalar = [0x60, 0x01, 0x7f, 0x01, 0x7f], vectors = [0x60, 0x02, 0x7b, 0x7b, 0x01, 0x7b];
  const bytes = new Uint8Array([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    1, 12, 2, ...scalar, ...vectors,
    3, 3, 2, 0, 1,
    7, 5, 1, 1, 0x66, 0, 0,
    10, 15, 2, 4, 0, 0x20, 0, 0x0b, 8, 0, 0x20, 0, 0x20, 1, 0xfd, 0x50, 0x0b,
  ]);
  const other = () => new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f;
`;

describe('the wide build', () => {
  withRevectorizer('is widened whole, without ending the process', () => {
    const { status, stdout, stderr } = run(TELL, { variant: 'wide' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'wide: it was asked for', stderr: '' });
  });

  onTrustedV8('is refused where V8 does not widen, and the reason is told', () => {
    const { status, stdout } = run(TELL, { flags: ['--no-enable-avx2'] });
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^relaxed: 256-bit code does not pay: it does 0\.\d+ times/),
    });
  });

  onTrustedV8('is refused where a program must not make code from strings', () => {
    const { status, stdout } = run(TELL, { flags: ['--disallow-code-generation-from-strings'] });
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^relaxed: this program must not make code from strings/),
    });
  });

  it("leaves V8's flags as they were, by the tag that V8 makes of them", () => {
    const { stdout } = run(`
      import { cachedDataVersionTag } from 'node:v8';
      const before = cachedDataVersionTag();
      ${TELL}
      console.log(cachedDataVersionTag() === before);
    `);
    expect(stdout).toMatch(/\ntrue$/);
  });

  it('leaves other WebAssembly to be compiled as without it', () => {
    const tell = `
      const state = (f) => [%IsUncompiledWasmFunction(f), (f(1), %IsLiftoffFunction(f))].join(' ');
      console.log(state(other()));
    `;
    const flags = ['--allow-natives-syntax'];
    const without = run(`${OTHER_MODULE}${tell}`, { flags });
    const beside = run(`${OTHER_MODULE}${TELL}${tell}`, { flags });
    expect(without).toMatchObject({ status: 0, stdout: 'true true' });
    expect(beside).toMatchObject({ status: 0, stdout: expect.stringMatching(/\ntrue true$/) });
  });
});
