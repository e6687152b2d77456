import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/errors';
import fc from 'fast-check';
import { readJsonLines } from '../../src/files/index.js';
import { CorruptFileError, DataNotFoundError } from '../../src/index.js';
import { fuzzed, fuzzTimeout } from '../support/fuzz.js';
import { runInChild } from '../support/runInChild.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neutype-json-lines-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function read(path: string, options?: Parameters<typeof readJsonLines>[1]): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of readJsonLines(path, options)) values.push(value);
  return values;
}

function utf16(text: string, bigEndian: boolean): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

describe('JSON lines are read', () => {
  const text = '{"a":1}\n\n{"a":"é\u2028"}\r\n[3]';
  const values = [{ a: 1 }, { a: 'é\u2028' }, [3]];

  it.each([
    ['plain', 'plain.jsonl', text],
    ['with a byte order mark', 'marked.jsonl', `\ufeff${text}`],
    ['as gzip', 'packed.jsonl.gz', gzipSync(text)],
    [
      'as gzip of several parts',
      'parts.gz',
      Buffer.concat([gzipSync(text.slice(0, 9)), gzipSync(text.slice(9))]),
    ],
    ['as gzip that is not called so', 'packed.jsonl', gzipSync(text)],
    ['as UTF-16, little end first', 'little.jsonl', utf16(text, false)],
    ['as UTF-16, big end first', 'big.jsonl', utf16(text, true)],
  ])('%s', async (_how, name, content) => {
    expect(await read(await write(name, content))).toEqual(values);
  });

  it('when a line is longer than what is read at once', async () => {
    const long = 'é'.repeat(300_000);
    expect(await read(await write('long.jsonl', `"${long}"\n"${long}"\n`))).toEqual([long, long]);
  });

  it('from an empty file as no values', async () => {
    expect(await read(await write('empty.jsonl', ''))).toEqual([]);
  });
});

describe('a file that cannot be read is reported', () => {
  it('a line that is not JSON, after what stands before it was given', async () => {
    const path = await write('broken.jsonl', '{"a":1}\n{"a":');
    const values = readJsonLines(path);
    expect((await values.next()).value).toEqual({ a: 1 });
    await expect(values.next()).rejects.toThrow(`${path}: line 2 is not JSON: `);
  });

  it.each([
    [
      'a file that is not there',
      'missing.jsonl.gz',
      'missing.jsonl.gz: there is no such file or folder. Check the path.',
    ],
    ['a folder', '', 'is a folder, expected a file'],
  ])('%s', async (_what, name, message) => {
    const reading = read(join(folder, name));
    await expect(reading).rejects.toThrow(DataNotFoundError);
    await expect(reading).rejects.toThrow(message);
  });

  it.each([
    ['a gzip file that breaks off', 'cut.gz', gzipSync('[1]\n'.repeat(1000)).subarray(0, 30), 'gzip'],
    ['bytes that are not text', 'latin.jsonl', Buffer.from('"caf\xe9"\n', 'latin1'), 'not UTF-8'],
    ['a ZIP archive', 'lines.zip', Buffer.from('PK\x03\x04\x14\x00'), 'ZIP archive'],
    ['a PDF document', 'lines.pdf', '%PDF-1.7', 'a PDF document'],
    ['gzip in gzip', 'twice.gz', gzipSync(gzipSync('[1]')), 'twice'],
    ['a line without end', 'endless.jsonl', `[${'1,'.repeat(200)}`, 'line 1 is longer than 100 characters'],
  ])('%s', async (_what, name, content, message) => {
    const path = await write(name, content);
    const reading = read(path, { maxLineLength: 100 });
    await expect(reading).rejects.toThrow(CorruptFileError);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(path);
  });

  it('a gzip file that unpacks to one endless line is given up at the limit', async () => {
    const path = await write('bomb.jsonl.gz', gzipSync(Buffer.alloc(1 << 27, '1')));
    await expect(read(path)).rejects.toThrow('line 1 is longer than 67108864 characters');
  });
});

it(
  'reports any damage to a file, unless only values changed',
  async () => {
    const whole = Buffer.from('{"a":[1,2.5,null]}\n\n"text \u00e9 \\u2028"\r\ntrue\n');
    const change = fc.tuple(fc.nat({ max: 70 }), fc.integer({ min: 0, max: 255 }));
    const damage = fc.record({
      packed: fc.boolean(),
      changes: fc.array(change, { maxLength: 4 }),
      cut: fc.nat({ max: 90 }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ packed, changes, cut }) => {
        const bytes = Uint8Array.from(packed ? gzipSync(whole) : whole);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const path = await write('fuzzed.jsonl', bytes.subarray(0, cut));
        try {
          expect((await read(path, { maxLineLength: 40 })).length).toBeLessThan(5);
        } catch (error) {
          expect(error).toBeInstanceOf(CorruptFileError);
        }
      }),
      fuzzed(200),
    );
  },
  fuzzTimeout,
);

it.each([
  [{ maxLineLength: 0 }, 'readJsonLines, maxLineLength: expected a whole number from 1, got 0.'],
  [{ lines: true }, "got 'lines'"],
])('the options %j are refused at once', (options, message) => {
  expect(() => readJsonLines('nowhere.jsonl', options as object)).toThrow(OptionError);
  expect(() => readJsonLines('nowhere.jsonl', options as object)).toThrow(message);
});

describe('in a process of its own', () => {
  const program = (path: string, body: string): string => `
    import { readJsonLines } from './files/index.ts';
    process.on('exit', () => console.log('ended'));
    const values = readJsonLines(${JSON.stringify(path)});
    ${body}`;
  const reading = `
    try { for await (const value of values) ; } catch (error) { console.log(error.name); }
    await new Promise((resolve) => setTimeout(resolve, 50));`;
  it.each([
    ['a missing file', 'missing.jsonl', 'DataNotFoundError'],
    ['a missing .gz', 'missing.jsonl.gz', 'DataNotFoundError'],
    ['a folder', '', 'DataNotFoundError'],
    ['a folder called .gz', 'folder.gz', 'DataNotFoundError'],
    ['a damaged .gz', 'damaged.gz', 'CorruptFileError'],
  ])('%s is caught once, and nothing comes after', async (_what, name, error) => {
    if (name === 'damaged.gz') await write(name, damaged());
    if (name === 'folder.gz') await mkdir(join(folder, name), { recursive: true });
    const ended = await runInChild(program(join(folder, name), reading));
    expect(ended).toEqual({ code: 0, stdout: `${error}\nended\n`, stderr: '' });
  });

  it('a .gz with any one byte damaged raises nothing later, read to its end or left after its first value', async () => {
    const bytes = gzipSync('{"a":1}\n{"b":[2,3]}\n"some more text"\n');
    for (const at of bytes.keys()) {
      const copy = Uint8Array.from(bytes);
      copy[at]! ^= 0x55;
      await write(`damaged-${at}.gz`, copy);
    }
    const ended = await runInChild(`
      import { readJsonLines } from './files/index.ts';
      let caught = 0;
      for (let at = 0; at < ${bytes.length}; at++) {
        for (const leave of [true, false]) {
          try {
            for await (const value of readJsonLines(${JSON.stringify(join(folder, 'damaged-'))} + at + '.gz')) if (leave) break;
          } catch (error) {
            if (error.name !== 'CorruptFileError') throw error;
            caught++;
          }
        }
      }
      setTimeout(() => console.log(caught > ${bytes.length} ? 'ended' : 'too few errors'), 50);`);
    expect(ended).toEqual({ code: 0, stdout: 'ended\n', stderr: '' });
  });

  /** The first value can be read; 2,000 bytes before the end the rest is wrong. */
  function damaged(): Uint8Array {
    const lines = Array.from({ length: 60_000 }, (_, i) => JSON.stringify({ i, text: (i * 7919) % 10007 }));
    const bytes = gzipSync(lines.join('\n'));
    return bytes.fill(0xff, bytes.length - 2000);
  }
});
