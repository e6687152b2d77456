import { describe, expect, it } from '@jest/globals';
import { escapeControls, NeutypeError, shown } from '../src/index.js';

describe('shown', () => {
  it.each<[unknown, string]>([
    ['0.1', "'0.1'"],
    ['x'.repeat(100), `'${'x'.repeat(59)}…'`],
    [Number.NaN, 'NaN'],
    [-0.5, '-0.5'],
    [10n, '10n'],
    [undefined, 'undefined'],
    [null, 'null'],
    [true, 'true'],
    [Symbol('s'), 'Symbol(s)'],
    [[1, 2, 3], 'an array of 3'],
    [new Int32Array(2), 'an Int32Array of 2'],
    [new Uint8Array(2), 'a Uint8Array of 2'],
    [new Map(), 'a Map'],
    [new DataView(new ArrayBuffer(2)), 'a DataView'],
    [{ length: 3 }, 'an object'],
    [{ a: 1 }, 'an object'],
    [Object.create(null), 'an object'],
    [new (class Tensor {})(), 'a Tensor'],
    [function relu() {}, 'the function relu'],
    [() => 1, 'a function'],
  ])('says %p in a few words', (value, words) => {
    expect(shown(value)).toBe(words);
  });

  it('does not run code of the value', () => {
    const hostile = {
      toString: () => {
        throw new Error('ran');
      },
    };
    expect(shown(hostile)).toBe('an object');
  });

  it('names a value that throws when it is read', () => {
    function fail(): never {
      throw new Error('ran');
    }
    expect(shown(new Proxy({}, { get: fail, getPrototypeOf: fail }))).toBe('an object');
    expect(
      shown({
        get [Symbol.toStringTag]() {
          return fail();
        },
      }),
    ).toBe('an object');
    expect(shown(Object.defineProperty(() => {}, 'name', { get: fail }))).toBe('a function');
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    expect(shown(proxy)).toBe('an object');
  });

  it('ignores a name that is not a string', () => {
    expect(shown(Object.defineProperty(() => {}, 'name', { value: 3 }))).toBe('a function');
  });
});

describe('escapeControls', () => {
  it.each([
    ['\x1b[31mred\x1b[0m', '\\x1b[31mred\\x1b[0m'],
    ['\x1b]0;title\x07', '\\x1b]0;title\\x07'],
    ['two\nlines', 'two\\x0alines'],
    ['\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['\x9b2J', '\\x9b2J'],
  ])('writes %j so that it does nothing', (text, safe) => {
    expect(escapeControls(text)).toBe(safe);
  });

  it('leaves letters of all scripts as they are', () => {
    expect(escapeControls('Größe 数字 שלום 😀')).toBe('Größe 数字 שלום 😀');
  });
});

describe('the message of a NeutypeError', () => {
  it('has only the parts that were given', () => {
    expect(new NeutypeError({ where: 'x', expected: 'y' }).message).toBe('x: expected y.');
    expect(new NeutypeError({ where: 'x', expected: 'y', received: 'z' }).message).toBe(
      'x: expected y, got z.',
    );
    expect(new NeutypeError({ where: 'x', expected: 'y', received: 'z', remedy: 'Do.' }).message).toBe(
      'x: expected y, got z. Do.',
    );
  });

  it('carries no control characters of a name into a terminal', () => {
    const { message } = new NeutypeError({ where: '\x1b[2Jdata.csv', expected: 'a\nfile', received: '\x07' });
    expect(message).toBe('\\x1b[2Jdata.csv: expected a\\x0afile, got \\x07.');
  });
});
