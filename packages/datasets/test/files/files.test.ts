import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { imageFolder, parseCsv, readCsv, readJsonLines } from '../../src/files/index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neutype-files-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('CSV', () => {
  const table = 'id,width,"height, cm",kind\r\n1,1.5,2,rose\r\n\r\n2,-3e2,"4","moss, red"\r\n';

  it('numbers become x, the target texts', () => {
    const { x, columns, target } = parseCsv(table, { target: 'kind', ignore: ['id'] });
    expect(columns).toEqual(['width', 'height, cm']);
    expect(x.toArray()).toEqual([
      [1.5, 2],
      [-300, 4],
    ]);
    expect(target).toEqual(['rose', 'moss, red']);
  });

  it('without names, with another separator, with empty fields that count as something', () => {
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

  it('is read from a file, whose errors name line and column', async () => {
    const path = join(folder, 'table.csv');
    await writeFile(path, `\ufeff${table}3,4,tall,tree\n`);
    await expect(readCsv(path, { target: 'kind' })).rejects.toThrow(
      `${path}: line 5, column 'height, cm': expected a number, got "tall". Leave the column out with \`ignore\`.`,
    );
    const { x } = await readCsv(path, { target: 'kind', ignore: ['height, cm'] });
    expect(x.shape).toEqual([3, 2]);
  });

  it.each([
    [
      'an empty field',
      'a,b\n1,',
      "line 2, column 'b': expected a number, got an empty field. Say with `missing`",
    ],
    ['a short row', 'a,b\n1', 'not readable as CSV: Invalid Record Length'],
    ['an open quote', 'a\n"1', 'not readable as CSV: Quote Not Closed'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parseCsv(text)).toThrow(message);
  });

  it('names the columns that there are', () => {
    expect(() => parseCsv('a,b\n1,2', { target: 'c' })).toThrow(
      "CSV: there is no column 'c'; there are a, b.",
    );
  });
});

describe('JSON lines', () => {
  const text = '{"a":1}\n\n{"a":2}\r\n[3]';
  const read = async (path: string): Promise<unknown[]> => {
    const values: unknown[] = [];
    for await (const value of readJsonLines(path)) values.push(value);
    return values;
  };

  it('are read line by line, compressed or not', async () => {
    await writeFile(join(folder, 'plain.jsonl'), text);
    await writeFile(join(folder, 'packed.jsonl.gz'), gzipSync(text));
    expect(await read(join(folder, 'plain.jsonl'))).toEqual([{ a: 1 }, { a: 2 }, [3]]);
    expect(await read(join(folder, 'packed.jsonl.gz'))).toEqual([{ a: 1 }, { a: 2 }, [3]]);
  });

  it('an error names the line, after what stands before it was given', async () => {
    const path = join(folder, 'broken.jsonl');
    await writeFile(path, '{"a":1}\n{"a":');
    const values = readJsonLines(path);
    expect((await values.next()).value).toEqual({ a: 1 });
    await expect(values.next()).rejects.toThrow(`${path}: line 2 is not JSON: `);
  });
});

describe('image folders', () => {
  const paint = (red: number, green: number, width = 4, height = 3): Promise<Buffer> =>
    sharp({ create: { width, height, channels: 3, background: { r: red, g: green, b: 0 } } })
      .png()
      .toBuffer();
  const make = async (name: string, files: Record<string, Buffer | string>): Promise<string> => {
    for (const [file, content] of Object.entries(files)) {
      await mkdir(join(folder, name, file, '..'), { recursive: true });
      await writeFile(join(folder, name, file), content);
    }
    return join(folder, name);
  };

  it('give images, labels and class names', async () => {
    const path = await make('colours', {
      'red/b.png': await paint(200, 0),
      'red/a.PNG': await paint(255, 0),
      'green/c.png': await paint(0, 100),
      'green/notes.txt': 'not an image',
    });
    const { images, labels, classes, files } = await imageFolder(path);
    expect([images.shape, images.dtype]).toEqual([[3, 3, 4, 3], 'uint8']);
    expect([Array.from(labels.data), classes]).toEqual([
      [0, 1, 1],
      ['green', 'red'],
    ]);
    expect(files.map((file) => file.slice(path.length + 1))).toEqual([
      'green/c.png',
      'red/a.PNG',
      'red/b.png',
    ]);
    expect(Array.from(images.data.subarray(0, 3))).toEqual([0, 100, 0]);
    expect(Array.from(images.row(2).data.subarray(0, 3))).toEqual([200, 0, 0]);
    const grey = await imageFolder(path, { channels: 1, size: [2, 5] });
    expect(grey.images.shape).toEqual([3, 2, 5]);
  });

  it('name what is wrong', async () => {
    const mixed = await make('mixed', { 'a/1.png': await paint(1, 1), 'a/2.png': await paint(1, 1, 7, 7) });
    await expect(imageFolder(mixed)).rejects.toThrow(
      `${join(mixed, 'a/2.png')}: the image is 7 x 7, the first one 4 x 3. Bring them to one size`,
    );
    const broken = await make('broken', { 'a/1.png': 'no image' });
    await expect(imageFolder(broken)).rejects.toThrow(
      `${join(broken, 'a/1.png')}: cannot be decoded as an image: `,
    );
    const empty = await make('empty', { 'a/notes.txt': '' });
    await expect(imageFolder(empty)).rejects.toThrow('expected a folder for each class with images in it');
  });
});
