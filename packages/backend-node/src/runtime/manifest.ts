import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const MANIFEST = 'manifest.json';

/** What is known of one file of a build. */
export interface FileRecord {
  readonly bytes: number;
  /** Modification time in milliseconds: a file that has the size and time of its record is not hashed again. */
  readonly modified: number;
  readonly sha256: string;
}

/** What a build's folder says of itself. */
export interface BuildManifest {
  readonly format: 1;
  readonly tensorflow: string;
  readonly tfjsNode: string;
  readonly napi: number;
  readonly platform: string;
  readonly arch: string;
  readonly compiler: string;
  /** ISO 8601. */
  readonly builtAt: string;
  /** By path inside the folder, with forward slashes. */
  readonly files: Readonly<Record<string, FileRecord>>;
}

/** Hashes a file of any size without holding it in memory. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/** The record of a file as it lies there now. */
export async function recordFile(path: string): Promise<FileRecord> {
  const { size, mtimeMs } = statSync(path);
  return { bytes: size, modified: mtimeMs, sha256: await sha256OfFile(path) };
}

/** The manifest in a folder; `undefined` where there is none that can be read. */
export function readManifest(folder: string): BuildManifest | undefined {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as BuildManifest;
    return manifest.format === 1 ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the manifest: the last thing that a build does. */
export function writeManifest(folder: string, manifest: BuildManifest): void {
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * What is wrong with the files of a build, in words; `undefined` if they are what was built.
 *
 * A file whose size and time are those recorded is believed, for hashing the TensorFlow library takes a second;
 * `thorough` hashes every file.
 */
export async function findDamage(
  folder: string,
  manifest: BuildManifest,
  { thorough = false }: { readonly thorough?: boolean } = {},
): Promise<string | undefined> {
  for (const [name, record] of Object.entries(manifest.files)) {
    const path = join(folder, name);
    if (!existsSync(path)) return `${name} is missing`;
    const { size, mtimeMs } = statSync(path);
    if (size !== record.bytes) return `${name} has ${size} bytes where ${record.bytes} were built`;
    if (!thorough && mtimeMs === record.modified) continue;
    if ((await sha256OfFile(path)) !== record.sha256)
      return `${name} does not have the checksum it was built with`;
  }
  return undefined;
}
