import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/errors';
import fc from 'fast-check';
import { type CsvOptions, parseCsv, readCsv } from '../../src/files/index.js';
import { CorruptFileError, DataNotFoundError } from '../../src/index.js';
import { fuzzed, fuzzTimeout } from '../support/fuzz.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neutype-csv-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const table = 'id,width,"height, cm",kind\r\n1,1.5,2,rose\r\n\r\n2,-3e2,"4","moss, red"\r\n';

describe('a table', () => {
  it('turns numbers into x and the target column into texts', () => {
    const { x, columns, target } = parseCsv(table, { target: 'kind', ignore: ['id'] });
    expect(columns).toEqual(['width', 'height, cm']);
    expect(x.toArray()).toEqual([
      [1.5, 2],
      [-300, 4],
    ]);
    expect(target).toEqual(['rose', 'moss, red']);
  });

  it('may have no header, another separator, and a value for empty fields', () => {
    const { x, columns, target } = parseCsv('1;;3\n4;5;6', { header: false, delimiter: ';', missing: -1 });
    expect([x.toArray(), columns, target]).toEqual([
      [
        [1, -1, 3],
        [4, 5, 6],
      ],
      ['0', '1', '2'],
      [],
    ]);
  });

  it('keeps empty fields between tabs', () => {
    const { x } = parseCsv('a\tb\tc\n\t2\t\n', { delimiter: '\t', missing: Number.NaN });
    expect(x.toArray()).toEqual([[Number.NaN, 2, Number.NaN]]);
  });

  it('may have two columns of one name if both are left out', () => {
    expect(parseCsv('a,b,a\n1,2,3', { ignore: ['a'] }).columns).toEqual(['b']);
  });

  it('ignores blanks around numbers, in quotes too', () => {
    expect(parseCsv('a,b\n" 7 ",\t8 \n"  ",9', { missing: 0 }).x.toArray()).toEqual([
      [7, 8],
      [0, 9],
    ]);
  });

  it.each(['7', '-7', '+7', '7.', '.7', '0.7', '7e2', '7E+2', '-7.5e-2', '007', '1e-400', '3.4028235e38'])(
    'the number %s',
    (text) => {
      expect(parseCsv(`a\n${text}`).x.data[0]).toBe(Math.fround(Number(text)));
    },
  );
});

describe('a file', () => {
  const contents = { columns: ['width', 'height, cm'], target: ['rose', 'moss, red'] };

  it.each([
    ['with a byte order mark', Buffer.from(`\ufeff${table}`)],
    ['packed with gzip', gzipSync(table)],
    ['in UTF-16, little end first', Buffer.from(`\ufeff${table}`, 'utf16le')],
    ['in UTF-16, big end first', Buffer.from(`\ufeff${table}`, 'utf16le').swap16()],
  ])('%s', async (_how, bytes) => {
    const path = join(folder, 'table.csv');
    await writeFile(path, bytes);
    expect(await readCsv(path, { target: 'kind', ignore: ['id'] })).toMatchObject(contents);
  });

  it('whose errors name line and column', async () => {
    const path = join(folder, 'wrong.csv');
    await writeFile(path, `\ufeff${table}3,4,tall,tree\n`);
    await expect(readCsv(path, { target: 'kind' })).rejects.toThrow(
      `${path}: line 5, column 'height, cm': expected a number, got 'tall'. Leave the column out with \`ignore\`.`,
    );
    const { x } = await readCsv(path, { target: 'kind', ignore: ['height, cm'] });
    expect(x.shape).toEqual([3, 2]);
  });

  it.each([
    ['that is not there', 'missing.csv', 'there is no such file or folder'],
    ['that is a folder', '', 'is a folder, expected a file'],
  ])('%s', async (_what, name, message) => {
    const reading = readCsv(join(folder, name));
    await expect(reading).rejects.toThrow(DataNotFoundError);
    await expect(reading).rejects.toThrow(message);
  });

  it.each([
    [
      'that is a spreadsheet',
      Buffer.from('PK\x03\x04\x14\x00\x06\x00'),
      'a ZIP archive, as spreadsheets (.xlsx',
    ],
    ['that is binary', Buffer.from([65, 0, 66, 0]), 'NUL characters'],
    ['in another encoding', Buffer.from('a\ncaf\xe9', 'latin1'), 'not UTF-8'],
    ['that breaks off', gzipSync(table).subarray(0, 40), 'the gzip file is damaged'],
    ['of no bytes', Buffer.alloc(0), 'there are no rows'],
  ])('%s', async (_what, bytes, message) => {
    const path = join(folder, 'bad.csv');
    await writeFile(path, bytes);
    const reading = readCsv(path);
    await expect(reading).rejects.toThrow(CorruptFileError);
    await expect(reading).rejects.toThrow(message);
  });
});

describe('a faulty table is refused with line and column', () => {
  const wrong: [what: string, text: string, options: CsvOptions, message: string][] = [
    [
      'an empty field',
      'a,b\n1,',
      {},
      "line 2, column 'b': expected a number, got an empty field. Say with `missing`",
    ],
    [
      'an empty target',
      'a,b\n1,x\n2,',
      { target: 'b' },
      "line 3, column 'b': expected a label, got an empty field.",
    ],
    [
      'a blank target',
      'a,b\n1,x\n2,"  "',
      { target: 'b' },
      "line 3, column 'b': expected a label, got an empty field.",
    ],
    [
      'a target to leave out',
      'a,b\n1,2',
      { target: 'b', ignore: ['b'] },
      "column 'b' is both the target and to be ignored.",
    ],
    ['a text', 'a,b\n1,x', {}, "line 2, column 'b': expected a number, got 'x'. Leave the column out"],
    ['1e39', 'a\n1e39', {}, "line 2, column 'a': expected a number that float32 can hold, got '1e39'."],
    ['1e400', 'a\n-1e400', {}, "line 2, column 'a': expected a number that float32 can hold, got '-1e400'."],
    ...['Infinity', '-inf', 'NaN', '0x10', '0b11', '0o7', '1_000', '1,000', '½', '.', '1e', 'e3', '--1'].map(
      (text): [string, string, CsvOptions, string] => [
        text,
        `a\n"${text}"`,
        {},
        `expected a number, got '${text}'`,
      ],
    ),
    ['a short row', 'a,b\n\n1', {}, 'line 3: expected 2 fields, as in the first row, got 1.'],
    ['a long row', 'a,b\n1,2,3', {}, 'line 2: expected 2 fields, as in the first row, got 3.'],
    ['an open quote', 'a\n"1', {}, 'line 2, field 1: a quote is opened and not closed.'],
    ['text behind a quote', 'a,b\n1,"2"x', {}, 'line 2, field 2: there is text behind the closing quote'],
    [
      'a quote in a field',
      'a,b\n1,2"',
      {},
      'line 2, field 2: there is a quote in a field that does not begin with one',
    ],
    ['a name twice', 'a,b,a\n1,2,3', {}, "line 1: columns 1 and 3 are both called 'a'."],
    ['a target twice', 'a,b,a\n1,2,3', { target: 'a' }, "line 1: columns 1 and 3 are both called 'a'."],
    ['no rows', 'a,b\n', {}, 'there are no rows below the names of the columns.'],
    ['nothing', '\n \n', {}, 'there are no rows.'],
    [
      'another separator',
      'a;b\n1;2',
      {},
      "got '1;2'. Are the fields separated by ';'? Say so with `delimiter`.",
    ],
    ['a text with another separator', 'a\nx;1', {}, "got 'x;1'. Leave the column out"],
    [
      'no such column',
      'a,b\n1,2',
      { target: 'c' },
      "there is no column 'c'. Did you mean 'a'? There are 'a', 'b'.",
    ],
    [
      'no such column to leave out',
      'a,b\n1,2',
      { ignore: ['A'] },
      "there is no column 'A'. Did you mean 'a'? There are 'a', 'b'.",
    ],
    [
      'a field after a quoted one of two lines',
      'a,b\r\n"x\r\ny",z\r\n',
      { target: 'a' },
      "line 3, column 'b'",
    ],
    [
      'a row after a quoted field of two lines',
      'a,b\r\n"x\r\ny",1\r\nz,z',
      { target: 'a' },
      "line 4, column 'b'",
    ],
  ];

  it.each(wrong)('%s', (_what, text, options, message) => {
    expect(() => parseCsv(text, options, 'my.csv')).toThrow(CorruptFileError);
    expect(() => parseCsv(text, options, 'my.csv')).toThrow(
      `my.csv: ${message}`.replace(/^my.csv: (expected|got)/, '$1'),
    );
  });
});

describe('invalid options', () => {
  it.each([
    [{ sep: ';' }, "got 'sep'. It is called 'delimiter' here."],
    [{ headers: true }, "got 'headers'. Did you mean 'header'?"],
    [{ header: 0 }, 'parseCsv, header: expected true or false, got 0.'],
    [
      { target: 1 },
      "parseCsv, target: expected a column's name, got 1. Columns without names are called '0'",
    ],
    [{ ignore: 'ab' }, "parseCsv, ignore: expected an array of columns' names, got 'ab'. Write ['ab']."],
    [{ ignore: [1] }, "parseCsv, ignore: expected a column's name, got 1."],
    [{ delimiter: '' }, "parseCsv, delimiter: expected what separates fields as text, got ''."],
    [{ delimiter: '"' }, 'parseCsv, delimiter: expected a separator without quotes'],
    [{ missing: '0' }, "parseCsv, missing: expected a number that float32 can hold, or NaN, got '0'."],
    [{ missing: 1e39 }, 'or NaN, got 1e+39.'],
    [';', "parseCsv: expected options as an object, got ';'."],
  ])('%j', async (options, message) => {
    expect(() => parseCsv('a,b,ab\n1,2,3', options as CsvOptions)).toThrow(OptionError);
    expect(() => parseCsv('a,b,ab\n1,2,3', options as CsvOptions)).toThrow(message);
    await expect(readCsv('nowhere.csv', options as CsvOptions)).rejects.toThrow(OptionError);
  });

  it('are refused, and so is a missing text', async () => {
    expect(() => parseCsv(Buffer.from('a') as unknown as string)).toThrow(
      'parseCsv: expected the table as text',
    );
    expect(() => parseCsv('a\n1', {}, 1 as unknown as string)).toThrow(
      'parseCsv, file: expected a name for errors as text',
    );
    await expect(readCsv(undefined as unknown as string)).rejects.toThrow(
      'readCsv, path: expected a path as text',
    );
  });
});

describe('any table', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((name) => /\S/.test(name) && !name.includes('\0'));
  const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;
  // Minus zero is written as 0.
  const number = fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 0);
  const tables = fc
    .tuple(
      fc.uniqueArray(text, { minLength: 2, maxLength: 5 }),
      fc.constantFrom(',', ';', '\t', '|', '::'),
      fc.constantFrom('\n', '\r\n'),
    )
    .chain(([names, delimiter, end]) =>
      fc.record({
        names: fc.constant(names),
        delimiter: fc.constant(delimiter),
        end: fc.constant(end),
        rows: fc.array(
          fc.tuple(fc.array(number, { minLength: names.length - 1, maxLength: names.length - 1 }), text),
          {
            minLength: 1,
            maxLength: 6,
          },
        ),
      }),
    );

  it(
    'that was written as RFC 4180 says is read as it was',
    () => {
      fc.assert(
        fc.property(tables, ({ names, delimiter, end, rows }) => {
          const lines = [
            names.map(quoted),
            ...rows.map(([values, label]) => [...values.map(String), quoted(label)]),
          ];
          const written = lines.map((line) => line.join(delimiter)).join(end);
          const { x, columns, target } = parseCsv(written, { target: names.at(-1)!, delimiter });
          const ended = (field: string): string => field.replace(/\r\n?/g, '\n');
          expect(columns).toEqual(names.slice(0, -1).map(ended));
          expect(target).toEqual(rows.map(([, label]) => ended(label)));
          expect(x).toEqual(expect.objectContaining({ shape: [rows.length, names.length - 1] }));
          expect([...x.data]).toEqual(rows.flatMap(([values]) => values));
        }),
        fuzzed(100),
      );
    },
    fuzzTimeout,
  );

  it(
    'of any characters is read or refused in words',
    () => {
      const scraps = fc.constantFrom(
        'a',
        '1',
        '-2.5e3',
        ',',
        ';',
        '"',
        '""',
        '\n',
        '\r\n',
        '\r',
        ' ',
        '\t',
        '\ufeff',
        '\0',
        'é',
        '1e99',
        '',
      );
      fc.assert(
        fc.property(fc.array(scraps, { maxLength: 25 }), fc.boolean(), (pieces, header) => {
          try {
            const { x, columns } = parseCsv(pieces.join(''), { header, missing: 0 });
            expect(x.shape).toEqual([x.length, columns.length]);
            expect([...x.data].every(Number.isFinite)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(CorruptFileError);
          }
        }),
        fuzzed(300),
      );
    },
    fuzzTimeout,
  );
});
