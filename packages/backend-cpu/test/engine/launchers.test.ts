import { describe, expect, it } from '@jest/globals';
import { CommandWriter, type LoggedCommand } from '../../src/engine/command.js';
import * as launch from '../../src/generated/launch.js';
import { HEADER_WORDS } from '../../src/generated/layout.js';

interface Source {
  readonly file: string;
  readonly text: string;
}

interface Generator {
  readKernels(sources: readonly Source[]): object;
  launchSource(assembled: object): string;
}

const { readKernels, launchSource } = (await import('../../scripts/kernels.mjs' as string)) as Generator;

/** The arguments that a launcher writes, floats as their bits, and which of them are addresses. */
function launched(write: (to: launch.Launcher) => CommandWriter) {
  let logged: LoggedCommand | undefined;
  const writer = new CommandWriter(new Int32Array(64), (command) => {
    logged = command.logged();
  });
  write({ command: (opcode) => writer.begin(opcode) }).run(1, 0);
  const { words, pointers } = logged!;
  return {
    words: [...words.subarray(HEADER_WORDS)],
    pointers: pointers.map((index) => index - HEADER_WORDS),
  };
}

describe('a generated launcher', () => {
  it('writes addresses, whole numbers, floats and yes or no in the order of the class', () => {
    const { words, pointers } = launched((to) =>
      launch.reduceRows(to, { divisor: 0.5, runs: 4, length: 3, y: 2048, x: 1024, reduction: 2 }),
    );
    expect(words.slice(0, 6)).toEqual([2, 1024, 2048, 3, 4, 0x3f000000]);
    expect(pointers).toEqual([1, 2]);
    const packed = launched((to) =>
      launch.packFilter(to, {
        filter: 64,
        to: 128,
        taps: 9,
        inputs: 3,
        outputs: 5,
        groups: 2,
        flipped: true,
      }),
    );
    expect(packed.words.slice(0, 7)).toEqual([64, 128, 9, 3, 5, 2, 1]);
  });

  it('writes a list of records last, after its length', () => {
    const dimensions = [
      { length: 2, from: 4, to: 8 },
      { length: 3, from: 16, to: 32 },
    ];
    const { words } = launched((to) =>
      launch.copyRuns(to, { from: 64, to: 128, runBytes: 4, runs: 6, dimensions }),
    );
    expect(words.slice(0, 11)).toEqual([64, 128, 4, 6, 2, 2, 4, 8, 3, 16, 32]);
  });
});

describe('the build', () => {
  const header = {
    file: 'runtime/command.ts',
    text: 'export class Command {\n  opcode: i32;\n  items: i32;\n}\n',
  };
  const kernel = (fields: string, base = 'Command') => ({
    file: 'some/kernel.ts',
    text: `export class Some extends ${base} {\n${fields}}\nexport function some(command: Some): void {}\n`,
  });

  it('writes a launcher that takes an object for each class, the first base first', () => {
    const base = { file: 'some/base.ts', text: 'export class Base extends Command {\n  x: usize;\n}\n' };
    const source = launchSource(readKernels([header, base, kernel('  count: i32;\n', 'Base')]));
    expect(source).toContain('some(to: Launcher, base: Base, a: Some): CommandWriter');
    expect(source).toContain('writeBase(to.command(0), base).int(a.count)');
  });

  it.each([
    ['a type that is not one word', '  x: f64;\n', 'Kernel some, field x: f64.'],
    ['a list that is not last', '  list: Tail<Some>;\n  x: i32;\n', 'Kernel some, field list: Tail<Some>.'],
    ['a list of something unknown', '  list: Tail<Other>;\n', 'Kernel some, field list: Tail<Other>.'],
    ['a field that it cannot read', '  x: i32 = 0;\n', 'Fields of a class are written as `name: type;`'],
  ])('refuses %s', (_, fields, message) => {
    expect(() => readKernels([header, kernel(fields)])).toThrow(message);
  });

  it('refuses a kernel whose class is no command', () => {
    expect(() => readKernels([header, kernel('  x: i32;\n', 'Nobody')])).toThrow('extends Command');
  });
});
