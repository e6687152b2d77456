import { describe, expect, it } from '@jest/globals';
import { ArchitectureError } from '../src/shared/architecture/architectureError.js';
import { parseExpression } from '../src/shared/architecture/parseExpression.js';
import { evaluateExpression, type Scope } from '../src/worker/architecture/evaluateExpression.js';

const calls: unknown[][] = [];
const scope: Scope = new Map([
  ['layer', { least: 0, most: 4, call: (...args: unknown[]) => calls.push(args) }],
  ['linear', { least: 0, most: 2, call: () => 'linear' }],
  ['flat', { least: 0, most: 1, call: () => 'flat' }],
]);

function argumentsOf(source: string) {
  calls.length = 0;
  evaluateExpression(source, scope);
  return calls[0];
}

describe('evaluateExpression', () => {
  it('takes lists, texts and options', () => {
    expect(
      argumentsOf(`layer([3, 3, 32], { padding: 'same', "stride": 2, bias: null, named: true })`),
    ).toEqual([[3, 3, 32], { padding: 'same', stride: 2, bias: null, named: true }]);
  });

  it('takes commas behind the last of a list, of options and of arguments', () => {
    expect(argumentsOf('layer([1, 2,], { a: 1, },)')).toEqual([[1, 2], { a: 1 }]);
  });

  it('takes comments, line breaks and a semicolon at the end', () => {
    expect(argumentsOf('// a layer\nlayer(\n  /* units */ 10, // ten\n);')).toEqual([10]);
  });

  it.each([
    ['28*28', 784],
    ['1 + 2 * 3 - 4 / 2', 5],
    ['(1 + 2) * 3 % 5', 4],
    ['-2 - -3', 1],
    ['+.5', 0.5],
    ['5.', 5],
    ['1_000', 1000],
    ['0x1F + 0b11 + 0o17', 49],
    ['1.5e-3', 0.0015],
    ['undefined', undefined],
    [String.raw`'a\n\u0041\u{1F600}\x42\'\0'`, "a\nA😀B'\0"],
    ['"it\'s"', "it's"],
    ['`as is`', 'as is'],
  ])('reads %s as TypeScript does', (source, value) => {
    expect(argumentsOf(`layer(${source})`)).toEqual([value]);
  });

  it.each([
    ['globalThis', /no layer globalThis/],
    ['layer', /layer must be called: write layer\(…\)/],
    ['layer(layer)', /layer must be called/],
    ['layer.constructor("return 1")', /no \.constructor here/],
    ['layer(1).__proto__', /no \.__proto__ here/],
    ['toString()', /no layer toString/],
    ['layer(1)["to"](2)', /Expected \.to\(…\), a comma or the end, got \[/],
    ['layer(1).to(2)', /begin with input\(784\)/],
    ['layer(!1)', /a layer or a value, got !/],
    ['layer(2 ** 3)', /a comma or \), got \*\*/],
    ['layer(1 2)', /a comma or \), got 2 \(character 9\)/],
    ['layer(1) layer(2)', /nothing behind it, got layer/],
    ['layer(1),', /nothing behind it, got ,/],
    ['layer(1); layer(2)', /nothing behind it, got layer/],
    ['layer(,)', /a layer or a value, got ,/],
    ['layer([1, , 2])', /a layer or a value, got ,/],
    ['layer({ a })', /a colon after a, got }/],
    ['layer({ a: 1, a: 2 })', /option a is given twice/],
    ['layer({ "__proto__": 1 })', /no option __proto__/],
    ['layer({ [a]: 1 })', /name of an option, got \[/],
    ['layer({ ...a })', /name of an option, got \.\.\./],
    ['layer(...a)', /a layer or a value, got \.\.\./],
    ['layer("a" * 2)', /Only numbers can be calculated with/],
    ['layer(010)', /010? is no number|01 is no number/],
    ['layer(5n)', /5n is no number/],
    ['layer(1__0)', /is no number/],
    ['layer("a)', /not closed/],
    ['layer(/* a)', /not closed/],
    [String.raw`layer('\u12')`, /means nothing/],
    ['layer(--5)', /a value, got --/],
    ['layer(1++2)', /a comma or \), got \+\+/],
    ['layer`1`', /nothing behind it/],
    ['layer(`$' + '{1}`)', /not closed/],
    ['a = 1', /nothing behind it, got =/],
    ['new layer(1)', /a layer or a value, got new/],
    ['(layer)(1)', /nothing behind it, got \(|must be called/],
    ['layer(1)?.to(2)', /nothing behind it, got \?\./],
    ['() => 1', /a layer or a value, got \)/],
    ['', /Write an architecture/],
    ['layer(784).to(', /but the line ends/],
    ['flat(1, 2)', /flat\(…\) takes 0 to 1 arguments, got 2/],
    ['Layer(1)', /Did you mean layer\?/],
    ['leyer(1)', /Did you mean layer\?/],
    ['Dense(1)', /Did you mean linear\?/],
  ])('refuses %s', (source, message) => {
    expect(() => evaluateExpression(source, scope)).toThrow(ArchitectureError);
    expect(() => evaluateExpression(source, scope)).toThrow(message);
  });
});

describe('a line made to freeze the page', () => {
  it.each([
    ['parentheses', `layer(${'('.repeat(60)}1${')'.repeat(60)})`, /nested too deeply/],
    ['lists', `layer(${'['.repeat(9000)}`, /nested too deeply/],
    ['minus signs', `layer(${'- '.repeat(4000)}1)`, /nested too deeply/],
    ['sums', `layer(1${'+1'.repeat(3000)})`, /too much arithmetic/],
    ['layers', `layer([${'layer(1),'.repeat(300)}])`, /up to 200 layers/],
    ['space', `layer(1)${' '.repeat(20_000)}`, /20,008 characters; 10,000 are read at most/],
    ['one name', 'a'.repeat(9000), /no layer a{39}…\./],
  ])('is refused: too many %s', (_, source, message) => {
    expect(() => evaluateExpression(source, scope)).toThrow(ArchitectureError);
    expect(() => evaluateExpression(source, scope)).toThrow(message);
  });
});

describe('parseExpression', () => {
  it('gives the code without what stands around it', () => {
    expect(parseExpression(' // first\n layer(1, // one\n 2) ; // end').code).toBe('layer(1, // one\n 2)');
  });

  it('names what is called, and not what only looks like it', () => {
    expect(parseExpression(`b(a(), 'c(1)', /* d(2) */ { e: b() }).to(a())`).called).toEqual(['a', 'b']);
  });
});
