import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { type Event, EventSchema } from '../../src/proto/events_pb.js';

/** The whole records of an event file, their checksums verified bit by bit; what is unfinished at the end is left. */
export function eventsIn(bytes: Uint8Array): Event[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const events: Event[] = [];
  let at = 0;
  while (at + 12 <= bytes.length) {
    const length = Number(view.getBigUint64(at, true));
    verify(bytes.subarray(at, at + 8), view.getUint32(at + 8, true));
    const end = at + 12 + length;
    if (end + 4 > bytes.length) break;
    const data = bytes.subarray(at + 12, end);
    verify(data, view.getUint32(end, true));
    events.push(fromBinary(EventSchema, data));
    at = end + 4;
  }
  return events;
}

export function eventFiles(folder: string): string[] {
  return readdirSync(folder).map((name) => join(folder, name));
}

export function eventsOf(folder: string): Event[] {
  return eventFiles(folder).flatMap((file) => eventsIn(readFileSync(file)));
}

/** `[step, tag, value]` of every scalar, in the order of the file. */
export function scalarsOf(events: readonly Event[]): [number, string, number][] {
  return events.flatMap(({ step, what }) =>
    what.case !== 'summary'
      ? []
      : what.value.value.flatMap(({ tag, value }): [number, string, number][] =>
          value.case === 'simpleValue' ? [[Number(step), tag, value.value]] : [],
        ),
  );
}

/** A checksum is unmasked, and compared with the polynomial division, done one bit at a time. */
function verify(bytes: Uint8Array, checksum: number): void {
  const rotated = (checksum - 0xa282ead8) >>> 0;
  const expected = ((rotated << 15) | (rotated >>> 17)) >>> 0;
  let remainder = 0xffffffff;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const low = (remainder ^ (byte >>> bit)) & 1;
      remainder = (remainder >>> 1) ^ (low ? 0x82f63b78 : 0);
    }
  }
  if (~remainder >>> 0 !== expected) throw new Error(`a checksum does not match: ${bytes.length} bytes`);
}
