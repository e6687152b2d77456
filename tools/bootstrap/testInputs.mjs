import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * What results of tests depend on besides this repository's files and the variables that turbo.json names: Node's
 * version, the data directory's files and the builds of native TensorFlow. Turbo takes it for part of the tests' input,
 * so that results of other data are no results of these.
 */
export function testInputs(env, node = process.version) {
  const hash = createHash('sha256').update(`${node} ${process.platform} ${process.arch}`);
  for (const folder of [env.NEUTYPE_DATA_DIR, nativeBuilds(env)]) {
    hash.update(`\0${folder ? `${folder}\n${filesOf(folder)}` : ''}`);
  }
  return hash.digest('hex');
}

/** Names, sizes and times of all files in a folder; hashing MNIST itself would take longer than some tests do. */
function filesOf(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map(({ parentPath, path = parentPath, name }) => describe(join(path, name)))
      .sort()
      .join('\n');
  } catch {
    return 'not there';
  }
}

function describe(file) {
  try {
    const { size, mtimeMs } = statSync(file);
    return `${file} ${size} ${mtimeMs}`;
  } catch {
    return `${file} cannot be read`;
  }
}

/** Where `npm run build:tensorflow` puts its builds, as @neutype/backend-node tells it. */
function nativeBuilds(env) {
  const cache = env.NEUTYPE_CACHE_DIR || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'neutype');
  return join(cache, 'backend-node');
}
