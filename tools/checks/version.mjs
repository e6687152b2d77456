/**
 * Writes the version of `@neutype/storage` into its source, where files say what wrote them: a package on a page has no
 * package.json to look into. `--write` writes it; without, the script fails where it is another.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const FOLDER = new URL('../../packages/storage/', import.meta.url);
const SOURCE = new URL('src/version.ts', FOLDER);

const { version } = JSON.parse(readFileSync(new URL('package.json', FOLDER), 'utf8'));
const text = readFileSync(SOURCE, 'utf8');
const wanted = text.replace(/VERSION = '.*'/, `VERSION = '${version}'`);
if (wanted !== text && process.argv.includes('--write')) writeFileSync(SOURCE, wanted);
else if (wanted !== text) {
  console.error(`packages/storage/src/version.ts is not ${version}: node tools/checks/version.mjs --write`);
  process.exitCode = 1;
}
