import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the bootstrap keeps its notes; it goes with the installed packages. */
export const notes = join(root, 'node_modules/.neutype');

/** The root `package.json`. */
export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
