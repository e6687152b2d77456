import { describe, expect, it } from '@jest/globals';
import { textOutput } from '../src/output/textOutput.js';
import { FakeProcess } from './fakeProcess.js';

const ERASE = '\r\u001b[2K';

const outputOn = (options: ConstructorParameters<typeof FakeProcess>[0], colours = false) => {
  const process = new FakeProcess(options);
  return { process, output: textOutput(process.stdout, process.stderr, colours) };
};

describe('progress', () => {
  it('is one line on a terminal, drawn over and taken away', () => {
    const { process, output } = outputOn({ isTTY: true });
    output.progress('one');
    output.progress('two');
    output.progress(undefined);
    output.progress(undefined);
    expect(process.errors).toBe(`${ERASE}one${ERASE}two${ERASE}`);
    expect(process.output).toBe('');
  });

  it('is taken away before a note', () => {
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

  it('is not there where nobody looks', () => {
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
  it('are set off by style, or by nothing but their form', () => {
    const plain = outputOn({});
    plain.output.chapter('Training');
    plain.output.code('a();', 'b();');
    expect(plain.process.output).toBe('\nTraining\n\n> a();\n> b();\n');
    const coloured = outputOn({ isTTY: true }, true);
    coloured.output.chapter('Training');
    expect(coloured.process.output).toBe('\n\u001b[1mTraining\u001b[0m\n\n');
  });
});

describe('plots', () => {
  it.each([
    [90, 90],
    [300, 100],
    [0, 80],
    [5, 20],
  ])('on %d columns are %d wide', (columns, width) => {
    const process = new FakeProcess({ isTTY: true });
    expect(textOutput({ ...process.stdout, columns }, process.stderr, false).plots.width).toBe(width);
  });
});
