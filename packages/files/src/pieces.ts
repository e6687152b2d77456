/** The bytes of a file, one piece after another, which may be made while they are written. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
