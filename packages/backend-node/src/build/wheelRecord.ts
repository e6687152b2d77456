/** A file's checksum, as a wheel records it. */
export interface RecordedChecksum {
  readonly algorithm: 'sha256' | 'sha384' | 'sha512';
  /** In URL-safe base64 without padding. */
  readonly digest: string;
}

/** Path, algorithm and digest of a line; the path may be quoted. */
const LINE = /^(?:"((?:[^"]|"")*)"|([^",]*)),(sha256|sha384|sha512)=([\w-]+)=*,/;

/**
 * Reads a wheel's `RECORD`: lines of path, algorithm and checksum, size (Python's "Recording installed projects"; no
 * weaker algorithm than SHA-256 is permitted there).
 *
 * @returns the checksums by path; null for a path that has two different ones
 */
export function parseRecord(text: string): Map<string, RecordedChecksum | null> {
  const checksums = new Map<string, RecordedChecksum | null>();
  for (const line of text.split('\n')) {
    const [, quoted, plain, algorithm, digest] = LINE.exec(line) ?? [];
    if (algorithm === undefined || digest === undefined) continue;
    const path = quoted?.replaceAll('""', '"') ?? plain!;
    const known = checksums.get(path);
    const repeated = known === undefined || (known?.algorithm === algorithm && known.digest === digest);
    const checksum = { algorithm: algorithm as RecordedChecksum['algorithm'], digest };
    checksums.set(path, repeated ? checksum : null);
  }
  return checksums;
}
