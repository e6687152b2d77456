import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { during } from '../during.mjs';
import { examples, listExamples, programOf } from '../examples.mjs';
import { lacksNativeTensorflow } from '../install.mjs';
import { runQuietly } from '../runCommand.mjs';
import { readWebFlags } from '../webDemo.mjs';

describe('what is being done', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  async function watch(milliseconds: number, isTTY: boolean) {
    let written = '';
    const stream = { isTTY, write: (text: string) => (written += text) };
    const work = () => jest.advanceTimersByTimeAsync(milliseconds).then(() => 'done');
    expect(await during('Building', work, stream)).toBe('done');
    return written;
  }

  it('is not worth a word where it takes less than a second', async () => {
    expect(await watch(900, true)).toBe('');
    expect(await watch(900, false)).toBe('');
  });

  it('is said once where nobody watches, and counts seconds on a terminal', async () => {
    expect(await watch(3500, false)).toBe('▸ Building\n');
    expect(await watch(2500, true)).toBe('\r\u001b[2K▸ Building (1 s)\r\u001b[2K▸ Building (2 s)\n');
  });
});

describe('a quiet command', () => {
  it('gives its exit code and all that it wrote', async () => {
    const program = 'console.log("out"); console.error("err"); process.exitCode = 3;';
    const { code, output } = await runQuietly(process.execPath, ['-e', program]);
    expect([code, output.split('\n').sort()]).toEqual([3, ['', 'err', 'out']]);
  });
});

describe('installing', () => {
  it('notices that native TensorFlow could not be downloaded', () => {
    expect(lacksNativeTensorflow('.../@tensorflow/tfjs-node install: Failed\n')).toBe(true);
    expect(lacksNativeTensorflow('.../@tensorflow/tfjs-node install: Done\n')).toBe(false);
  });
});

describe('npm run web', () => {
  it('serves on the given host and port', () => {
    expect(readWebFlags([])).toEqual({});
    expect(readWebFlags(['--port', '8000', '--host=0.0.0.0'])).toEqual({ port: '8000', host: '0.0.0.0' });
  });

  it.each([['--help'], ['-h'], ['--port', '8000', '--help']])('%s asks for help', (...flags) => {
    expect(readWebFlags(flags)).toBeUndefined();
  });

  it.each([
    [['--prot', '1'], 'there is no flag "--prot"'],
    [['8000'], 'there is no flag "8000"'],
    [['--port'], '--port needs a value'],
    [['--port', '70000'], '--port: expected a whole number from 1 to 65535, got "70000"'],
    [['--port', '0x1F'], '--port: expected a whole number from 1 to 65535, got "0x1F"'],
    [['--host='], '--host needs a value'],
  ])('%j is explained', (flags, problem) => {
    expect(() => readWebFlags(flags)).toThrow(`${problem}.\nTry: npm run web -- --help`);
  });
});

describe('npm run example', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'neutype-examples-'));
    writeFileSync(
      join(folder, 'waves.ts'),
      '/**\n * Learns waves,\n * in a second.\n *\n * More.\n */\ncode();\n',
    );
    writeFileSync(join(folder, 'a.ts'), '/** Learns a. */\n');
    mkdirSync(join(folder, 'support'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('lists the programs with what they say of themselves', () => {
    expect(listExamples(examples(folder))).toContain(
      '\n  a      Learns a.\n  waves  Learns waves, in a second.\n',
    );
  });

  it('names the examples there are where it is asked for another', () => {
    expect(programOf('xor')).toMatch(/apps\/examples\/dist\/xor\.js$/);
    expect(() => programOf('../xor')).toThrow(
      /finding the example "\.\.\/xor"\.\nUsage: npm run example NAME/,
    );
  });
});
