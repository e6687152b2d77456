import { describe, expect, it } from '@jest/globals';
import { textOutput } from '../src/output/textOutput.js';
import { FakeProcess } from './fakeProcess.js';

const ERASE = '\r\u001b[2K';

function outputOn(options: ConstructorParameters<typeof FakeProcess>[0], colors = false, columns = 90) {
  const process = new FakeProcess(options);
  return { process, output: textOutput(process.stdout, process.stderr, { colors, columns }) };
}

describe('progress', () => {
  it('is one line on a terminal, redrawn and erased', () => {
    const { process, output } = outputOn({ isTTY: true });
    output.progress('one');
    output.progress('two');
    output.progress(undefined);
    output.progress(undefined);
    expect(process.errors).toBe(`${ERASE}one${ERASE}two${ERASE}`);
    expect(process.output).toBe('');
  });

  it('is erased before a note', () => {
    const { process, output } = outputOn({ isTTY: true });
    output.progress('one');
    output.note('look');
    expect([process.errors, process.output]).toEqual([`${ERASE}one${ERASE}`, 'look\n']);
  });

  it('does not wrap', () => {
    const { process, output } = outputOn({ isTTY: true });
    output.progress('x'.repeat(200));
    expect(process.errors).toBe(ERASE + 'x'.repeat(89));
  });

  it('is not printed if stderr is not a terminal', () => {
    const { process, output } = outputOn({ isTTY: false });
    output.progress('one');
    output.reporter?.progress?.({ done: 1, total: 2, seconds: 1 });
    expect(process.errors).toBe('');
  });

  it('of training is the optimizer’s bar', () => {
    const { process, output } = outputOn({ isTTY: true });
    output.reporter?.progress?.({ done: 1, total: 2, seconds: 1, loss: 0.5 });
    expect(process.errors).toContain('50%');
  });
});

describe('chapters and code', () => {
  it('are set off by style where the output has colors, and by form alone elsewhere', () => {
    const plain = outputOn({});
    plain.output.chapter('Training');
    plain.output.code('a();', 'b();');
    expect(plain.process.output).toBe('\nTraining\n\n> a();\n> b();\n');
    const colored = outputOn({ isTTY: true }, true);
    colored.output.chapter('Training');
    expect(colored.process.output).toBe('\n\u001b[1mTraining\u001b[0m\n\n');
  });
});

describe('lines', () => {
  function written(columns: number, tell: (output: ReturnType<typeof textOutput>) => void) {
    const { process, output } = outputOn({}, false, columns);
    tell(output);
    return process.output;
  }

  it('of code stand apart from what came before', () => {
    expect(
      written(90, (output) => {
        output.code('a()');
        output.print('1');
        output.code('b()');
        output.print('2');
      }),
    ).toBe('> a()\n1\n\n> b()\n2\n');
  });

  it('of prose stand by themselves', () => {
    expect(
      written(90, (output) => {
        output.print('1');
        output.say('Why?');
        output.code('a()');
      }),
    ).toBe('1\n\nWhy?\n\n> a()\n');
  });

  it('break between words where the window is narrow', () => {
    expect(written(20, (output) => output.code('const network = input(784);'))).toBe(
      '> const network =\n>   input(784);\n',
    );
    expect(written(12, (output) => output.say('one two three four'))).toBe('one two\nthree four\n\n');
    expect(written(20, (output) => output.reporter?.print('[OPTION] target = Tensor(?)'))).toBe(
      '[OPTION] target =\n    Tensor(?)\n',
    );
  });

  it('are measured without color codes, and keep long words whole', () => {
    const red = '\u001b[31mabc\u001b[0m';
    expect(written(7, (output) => output.print(`${red} ${red}`))).toBe(`${red} ${red}\n`);
    expect(written(5, (output) => output.print('abcdefgh ij'))).toBe('abcdefgh\nij\n');
  });
});

describe('a notice', () => {
  it('goes to stderr, over a progress line and the terminal’s own ^C', () => {
    const { process, output } = outputOn({ isTTY: true });
    output.progress('half');
    output.aside('Stopping.');
    expect([process.output, process.errors]).toEqual(['', `${ERASE}half${ERASE}${ERASE}Stopping.\n`]);
  });

  it('is plain if stderr is not a terminal', () => {
    const { process, output } = outputOn({ isTTY: false });
    output.aside('Stopping.');
    expect(process.errors).toBe('Stopping.\n');
  });
});

describe('plots', () => {
  it.each([
    [90, 90],
    [300, 100],
    [undefined, 80],
    [5, 20],
  ])('on %s columns are %d wide', (columns, width) => {
    const { stdout, stderr } = new FakeProcess({ isTTY: true });
    expect(textOutput(stdout, stderr, { colors: false, columns }).plots.width).toBe(width);
  });
});
