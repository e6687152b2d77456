import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the bootstrap keeps what it found out. */
export const notes = join(root, '.neutype');

/** The root `package.json`. */
export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
