#!/usr/bin/env node
/**
 * Refuses to pack the package in the working directory where it is not built: without `dist` it is an empty promise. Nor
 * where an entry of its `exports` does not name its source: this repository's tests would run against `dist`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const { name, exports, bin = {} } = JSON.parse(readFileSync('package.json', 'utf8'));
const promised = [exports, bin].flatMap(pathsIn);
const compiled = readdirSync('src', { recursive: true })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  .map((path) => join('dist', path.replace(/\.ts$/, '.js')));
const missing = [...new Set([...promised, ...compiled])].filter((path) => !existsSync(path));
if (missing.length > 0) {
  const [first] = missing;
  const others = missing.length === 1 ? '' : ` and ${missing.length - 1} other files`;
  console.error(
    `${name} cannot be packed: it has no ${first}${others}. Run \`npm run build\` in the repository's root.`,
  );
  process.exitCode = 1;
}

for (const [entry, target] of Object.entries(exports)) {
  if (typeof target === 'string') continue;
  const source = target.default.replace('./dist/', './src/').replace(/\.js$/, '.ts');
  if (Object.keys(target)[0] === '@neutype/source' && target['@neutype/source'] === source) continue;
  console.error(
    `${name}: its export ${JSON.stringify(entry)} must begin with "@neutype/source": ${JSON.stringify(source)}`,
  );
  process.exitCode = 1;
}

function pathsIn(value) {
  return typeof value === 'string' ? [value] : Object.values(value).flatMap(pathsIn);
}
