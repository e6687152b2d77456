import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HELP, parseCommandLine } from '../src/commandLine.js';

const parts = ['step', 'optimizers', 'epoch', 'crowd', 'cnn', 'xor', 'inference', 'kernel', 'start'];
const partsByName = ['resnet', 'separable', 'transformer', 'lstm', 'gru', 'race', 'scale'];

function partsOf(...args: string[]): string[] {
  return parseCommandLine(args).parts.map(({ name }) => name);
}

describe('the command line', () => {
  const calledFrom = process.env['INIT_CWD'];
  beforeEach(() => {
    process.env['INIT_CWD'] = '/where/the/command/was/given';
  });
  afterEach(() => {
    if (calledFrom === undefined) delete process.env['INIT_CWD'];
    else process.env['INIT_CWD'] = calledFrom;
  });

  it('without options asks for the main parts and no files', () => {
    expect(parseCommandLine([])).toMatchObject({ help: false, json: undefined, markdown: undefined });
    expect(partsOf()).toEqual(parts);
  });

  it.each([...parts, ...partsByName])('--only %s asks for that part alone', (part) => {
    expect(partsOf('--only', part)).toEqual([part]);
    expect(partsOf(`--only=${part}`)).toEqual([part]);
  });

  it('takes paths relative to where the command was given', () => {
    const { against, json, markdown } = parseCommandLine(
      '--json out/times.json --markdown /tmp/README.md --against ../before'.split(' '),
    );
    expect(against).toBe('/where/the/command/was/before');
    expect(json).toBe('/where/the/command/was/given/out/times.json');
    expect(markdown).toBe('/tmp/README.md');
  });

  it('asks for help by --help and -h, which names every part and option', () => {
    expect(parseCommandLine(['--help']).help).toBe(true);
    expect(parseCommandLine(['-h']).help).toBe(true);
    for (const name of [...parts, ...partsByName, '--only', '--against', '--json', '--markdown', '--help'])
      expect(HELP).toContain(name);
  });

  it('overlooks the -- that package managers leave', () => {
    expect(partsOf('--', '--only', 'xor')).toEqual(['xor']);
  });

  const usage =
    'Write: npm run bench -- [--only PART] [--against DIR] [--json FILE] [--markdown FILE] [--help], ' +
    'where PART is one of step, optimizers, epoch, crowd, cnn, resnet, separable, transformer, lstm, gru, xor, inference, kernel, start, race, scale.';

  it.each<[string, string[], string]>([
    ['a part that there is not', ['--only', 'steps'], "There is no part 'steps'. "],
    ['no part', ['--only='], "There is no part ''. "],
    ['--only at the end', ['--only'], '--only <value>'],
    ['--json before another option', ['--json', '--help'], '--json'],
    ['--json of nothing', ['--json='], "Option '--json' is a path, not ''. "],
    ['--markdown at the end', ['--markdown'], '--markdown <value>'],
    ['--markdown of nothing', ['--markdown='], "Option '--markdown' is a path, not ''. "],
    ['a value for --help', ['--help=no'], '--help'],
    ['an option that there is not', ['--jsn', 'times.json'], "'--jsn'"],
    ['a word that is no option', ['step'], "'step'"],
  ])('refuses %s, and says what there is', (_, args, problem) => {
    expect(() => parseCommandLine(args)).toThrow(problem);
    expect(() => parseCommandLine(args)).toThrow(usage);
  });
});
