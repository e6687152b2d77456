/** Draws docs/synthetic-digits.png, ten rows of synthetic digits in their order of writing: node tools/contactSheet.mjs */
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { syntheticDigits } from '@neutype/datasets';

const COLUMNS = 24;
const SIZE = 28;
const { images, labels } = syntheticDigits({ samples: 1000, seed: 0 });

const width = COLUMNS * SIZE;
const pixels = Buffer.alloc(10 * SIZE * width, 255);
const filled = new Array(10).fill(0);
labels.data.forEach((digit, sample) => {
  const column = filled[digit]++;
  if (column >= COLUMNS) return;
  const image = images.row(sample).data;
  for (let at = 0; at < image.length; at++) {
    const row = digit * SIZE + Math.floor(at / SIZE);
    pixels[row * width + column * SIZE + (at % SIZE)] = 255 - image[at];
  }
});
writeFileSync(new URL('../docs/synthetic-digits.png', import.meta.url), grayPng(pixels, width, 10 * SIZE));

/** W3C, "Portable Network Graphics", second edition, 2003: header, filtered rows, end. */
function grayPng(levels, columns, rows) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(columns, 0);
  header.writeUInt32BE(rows, 4);
  header[8] = 8;
  const filtered = Buffer.alloc(rows * (columns + 1));
  for (let row = 0; row < rows; row++) {
    levels.copy(filtered, row * (columns + 1) + 1, row * columns, (row + 1) * columns);
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(filtered)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, content) {
  const body = Buffer.concat([Buffer.from(type), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
