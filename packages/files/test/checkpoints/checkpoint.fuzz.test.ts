import { expect, it } from '@jest/globals';
import { DataError } from '@neutype/errors';
import { type Draw, fuzz } from '@neutype/fuzz';
import { bytesSource } from '../../src/byteSource.js';
import { checkpointPieces, readCheckpoint } from '../../src/checkpoints/checkpointFile.js';
import type { Checkpoint } from '../../src/index.js';
import { checkpointOf } from '../support/checkpoint.js';
import { whole } from '../support/fileOf.js';

const CHECKPOINT = checkpointOf(7, 0.25);
const FILE = whole(checkpointPieces(CHECKPOINT));
const OTHER = whole(checkpointPieces(checkpointOf(8, -1e300)));

/** A file that bits were turned in, that was cut, stretched, zeroed, or put together with another. */
function mutated(draw: Draw): Uint8Array<ArrayBuffer> {
  let file = FILE.slice();
  for (let edits = 1 + draw.below(4); edits > 0; edits--) {
    const [at, to] = [draw.below(file.length + 1), draw.below(file.length + 1)].sort((a, b) => a - b) as [
      number,
      number,
    ];
    const kind = draw.below(7);
    if (kind === 0 && file.length > 0) file[draw.below(file.length)]! ^= 1 << draw.below(8);
    else if (kind === 1) file = file.slice(0, to);
    else if (kind === 2) file.fill(draw.of([0, 0xff, 0x20]), at, to);
    else if (kind === 3) file = whole([file.slice(0, at), OTHER.slice(at)]);
    else if (kind === 4) file.set(file.slice(at, at + 8), Math.max(0, Math.min(to, file.length - 8)));
    else if (kind === 5) file = whole([file.slice(0, to), file.slice(at)]);
    else file = withDigit(file, draw);
  }
  return file;
}

/** Another digit in the header or in the state: still JSON, and something else. */
function withDigit(file: Uint8Array<ArrayBuffer>, draw: Draw): Uint8Array<ArrayBuffer> {
  const places = [...file.keys()].filter((at) => file[at]! >= 0x30 && file[at]! <= 0x39);
  if (places.length > 0) file[draw.of(places)] = 0x30 + draw.below(10);
  return file;
}

function expectSame(read: Checkpoint, written: Checkpoint): void {
  expect(new Map([...read.tensors].sort())).toEqual(new Map([...written.tensors].sort()));
  expect({ state: read.state, label: read.label }).toEqual({ state: written.state, label: written.label });
}

it('a mutated checkpoint is refused in words, or is still one that was written', async () => {
  await fuzz(3000, async (draw) => {
    const file = mutated(draw);
    let asked = 0;
    const source = bytesSource(file);
    const counted = {
      ...source,
      read: (begin: number, into: Uint8Array) => {
        asked += into.length;
        return source.read(begin, into);
      },
    };
    try {
      const read = await readCheckpoint(counted);
      expectSame(read, read.label.update === 7 ? CHECKPOINT : checkpointOf(8, -1e300));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      expect(error.message).toMatch(/expected .+/);
    }
    // What is read is what memory is taken for.
    expect(asked).toBeLessThanOrEqual(file.length);
  });
});
