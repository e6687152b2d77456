import { describe, expect, it } from '@jest/globals';
import { NeutypeError } from '@neutype/core';
import { type Draw, fuzz } from '@neutype/fuzz';
import ts from 'typescript';
import { ArchitectureError } from '../src/shared/architecture/architectureError.js';
import { parseExpression } from '../src/shared/architecture/parseExpression.js';
import { buildNetwork } from '../src/worker/architecture/buildNetwork.js';
import { evaluateExpression, type Scope } from '../src/worker/architecture/evaluateExpression.js';

const layers = [
  'relu',
  'linear',
  'softmax',
  'reshape',
  'conv2d',
  'maxPool2d',
  'batchNorm',
  'dropout',
  'flatten',
];
const others = [
  'input',
  'join',
  'normal',
  'constant',
  'xavierNormal',
  'to',
  'constructor',
  '__proto__',
  'new',
];
const options = ['name', 'weight', 'bias', 'padding', 'stride', 'std', 'alpha', '"a b"', '0'];
const values = [
  ...[
    '0',
    '1',
    '3',
    '10',
    '28',
    '784',
    '28*28',
    '-1',
    '1e9',
    '1e400',
    '0.5',
    '.5',
    '5.',
    '010',
    '0x1C',
    '1_0',
  ],
  ...[
    "'same'",
    '"valid"',
    "'a\\n'",
    "'",
    '`x`',
    'null',
    'undefined',
    'true',
    'NaN',
    '5n',
    '[]',
    '{}',
    '!1',
    '--1',
  ],
];
const pieces = [
  ...'()[]{},.;:+-*/%!`\'"\\',
  '//',
  '/*',
  '*/',
  '**',
  '=>',
  '...',
  '?.',
  '\n',
  ' ',
  '\u2028',
  '\u{1f600}',
];

function value(draw: Draw, depth: number): string {
  const kind = depth > 3 ? 0 : draw.below(8);
  if (kind === 1) return `[${many(draw, () => value(draw, depth + 1))}]`;
  if (kind === 2) return `{${many(draw, () => `${draw.of(options)}: ${value(draw, depth + 1)}`)}}`;
  if (kind === 3)
    return `${value(draw, depth + 1)} ${draw.of(['+', '-', '*', '/', '%'])} ${value(draw, depth + 1)}`;
  if (kind === 4) return call(draw, depth + 1);
  if (kind === 5) return `(${value(draw, depth + 1)})`;
  return draw.of(values);
}

function many(draw: Draw, item: () => string) {
  return Array.from({ length: draw.below(4) }, item).join(', ') + (draw.chance(0.1) ? ',' : '');
}

function call(draw: Draw, depth: number) {
  return `${draw.of(draw.chance(0.8) ? layers : others)}(${many(draw, () => value(draw, depth))})`;
}

function line(draw: Draw): string {
  const first = draw.chance(0.8) ? draw.of(['input(784)', 'input([28, 28, 1])']) : value(draw, 0);
  const links = Array.from(
    { length: draw.below(3) },
    () => `.${draw.chance(0.95) ? 'to' : draw.of(others)}(${many(draw, () => call(draw, 0))})`,
  );
  return mutated(draw, first + links.join(''));
}

function mutated(draw: Draw, text: string): string {
  let result = text;
  for (let edits = draw.chance(0.5) ? 0 : draw.below(4); edits > 0; edits--) {
    const at = draw.below(result.length + 1);
    const cut = draw.below(3);
    result = result.slice(0, at) + (draw.chance(0.7) ? draw.of(pieces) : '') + result.slice(at + cut);
  }
  return result;
}

function parsed(source: string) {
  try {
    return parseExpression(source);
  } catch (error) {
    expect(error).toBeInstanceOf(ArchitectureError);
    return undefined;
  }
}

/** What TypeScript finds wrong with the syntax of `(…)`, or that it is no single expression. */
function typescriptRefuses(code: string): string | undefined {
  const file = ts.createSourceFile('line.ts', `const network = ${code};`, ts.ScriptTarget.Latest);
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: ts.Diagnostic[] };
  const [first] = parseDiagnostics;
  if (first) return ts.flattenDiagnosticMessageText(first.messageText, '\n');
  return file.statements.length === 1 ? undefined : `${file.statements.length} statements`;
}

/** Calls as they were made, for the parser and for JavaScript itself. */
function recording(name: string) {
  return (...args: unknown[]) => ({ name, args });
}

describe('the line of architecture, fuzzed', () => {
  it('is taken only where TypeScript takes it too', async () => {
    await fuzz(3000, (draw) => {
      const source = line(draw);
      const code = parsed(source)?.code;
      if (code !== undefined) expect([source, typescriptRefuses(code)]).toEqual([source, undefined]);
    });
  });

  it('means what it means in JavaScript', async () => {
    const names = [...layers, 'input', 'join', 'normal', 'constant', 'xavierNormal'];
    const scope: Scope = new Map(
      names.map((name) => [name, { least: 0, most: Number.POSITIVE_INFINITY, call: recording(name) }]),
    );
    const records = names.map(recording);
    await fuzz(1500, (draw) => {
      const source = mutated(draw, call(draw, 0));
      let ours: unknown;
      try {
        ours = evaluateExpression(source, scope);
      } catch (error) {
        expect(error).toBeInstanceOf(ArchitectureError);
        return;
      }
      const run = new Function(...names, `return (${parseExpression(source).code}\n)`);
      expect(ours).toEqual(run(...records));
    });
  });

  it('is refused only with errors that are meant for people', async () => {
    await fuzz(3000, (draw) => {
      const source = line(draw);
      try {
        buildNetwork(source);
      } catch (error) {
        const isMeant = error instanceof ArchitectureError || error instanceof NeutypeError;
        expect([source, isMeant ? 'meant' : String(error)]).toEqual([source, 'meant']);
      }
    });
  });
});
