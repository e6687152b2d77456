import { CLASSES, classWithin } from './sizeClasses.js';

/** A stretch of memory that nobody uses. */
export interface Range {
  readonly address: number;
  readonly bytes: number;
}

interface FreeRange extends Range {
  /** Where it stands in the list of its class. */
  place: number;
}

/**
 * The free memory, in ranges that never touch each other: what is added is joined with its neighbours at once, so no
 * pattern of sizes leaves it in pieces that nobody needs. A request takes the first part of a range of the smallest class
 * that is sure to hold it. All of this takes the same short time however many ranges there are.
 *
 * Masmano et al., "TLSF: a new dynamic memory allocator for real-time systems", 2004.
 */
export class FreeRanges {
  readonly #classes = new Map<number, FreeRange[]>();
  /** A bit for each class that has a range. */
  readonly #filled = new Uint32Array(Math.ceil(CLASSES / 32));
  readonly #byStart = new Map<number, FreeRange>();
  readonly #byEnd = new Map<number, FreeRange>();

  add({ address, bytes }: Range): void {
    const before = this.#byEnd.get(address);
    const after = this.#byStart.get(address + bytes);
    if (before !== undefined) this.#remove(before);
    if (after !== undefined) this.#remove(after);
    this.#insert(before?.address ?? address, (before?.bytes ?? 0) + bytes + (after?.bytes ?? 0));
  }

  /** The address of `bytes` that are no longer free, if a class has them; `bytes` is a class's own size. */
  take(bytes: number): number | undefined {
    const range = this.#classes.get(this.#firstFilled(classWithin(bytes)))?.at(-1);
    if (range === undefined) return undefined;
    this.#remove(range);
    if (range.bytes > bytes) this.#insert(range.address + bytes, range.bytes - bytes);
    return range.address;
  }

  /** How many free bytes lie right before an address. */
  bytesBefore(address: number): number {
    return this.#byEnd.get(address)?.bytes ?? 0;
  }

  #insert(address: number, bytes: number): void {
    const number = classWithin(bytes);
    const list = this.#listOf(number);
    const range = { address, bytes, place: list.length };
    list.push(range);
    this.#filled[number >>> 5]! |= 1 << (number & 31);
    this.#byStart.set(address, range);
    this.#byEnd.set(address + bytes, range);
  }

  #remove(range: FreeRange): void {
    const number = classWithin(range.bytes);
    const list = this.#listOf(number);
    const last = list.pop()!;
    if (last !== range) {
      list[range.place] = last;
      last.place = range.place;
    }
    if (list.length === 0) this.#filled[number >>> 5]! &= ~(1 << (number & 31));
    this.#byStart.delete(range.address);
    this.#byEnd.delete(range.address + range.bytes);
  }

  #listOf(number: number): FreeRange[] {
    const known = this.#classes.get(number);
    if (known !== undefined) return known;
    const list: FreeRange[] = [];
    this.#classes.set(number, list);
    return list;
  }

  /** The number of the first class from `from` on that has a range, or -1. */
  #firstFilled(from: number): number {
    let word = from >>> 5;
    let bits = this.#filled[word]! & (-1 << (from & 31));
    while (bits === 0) {
      word++;
      if (word === this.#filled.length) return -1;
      bits = this.#filled[word]!;
    }
    return 32 * word + 31 - Math.clz32(bits & -bits);
  }
}
