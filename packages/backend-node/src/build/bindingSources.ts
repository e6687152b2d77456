import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { parseTarGzip } from 'nanotar';
import { installedCopies } from '../runtime/installations.js';
import { BuildError } from './buildError.js';
import { complaint, runProgram } from './runProgram.js';

/** The tfjs-node whose binding and kernels are used: the last one there is. */
export const TFJS_NODE_VERSION = '4.22.0';
const TFJS_NODE_INTEGRITY =
  'sha512-uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==';

/** What is needed of the package: the binding's C++, the kernels' JavaScript, and the licence field. */
const NEEDED = /^(?:binding\/[^/]+\.(?:cc|h)|dist\/(?:kernels\/)?(?!.*_test\.)[^/]+\.js|package\.json)$/;

/**
 * Puts tfjs-node's binding sources and compiled kernels into a folder: from a tarball that the user names, from a copy
 * that is installed, or from the npm registry (228 kB; none of the 120 packages that it depends on).
 */
export async function fetchTfjsNode(
  target: string,
  tarball: string | undefined,
  workFolder: string,
  roots?: readonly string[],
): Promise<void> {
  const installed = tarball === undefined ? installedCopies(roots).find(isTheOneNeeded) : undefined;
  if (installed === undefined) return unpackTarball(tarball ?? (await packedByNpm(workFolder)), target);
  for (const path of readdirSync(installed, { recursive: true, encoding: 'utf8' })) {
    if (NEEDED.test(path.split(sep).join('/'))) cpSync(join(installed, path), join(target, path));
  }
}

function isTheOneNeeded(folder: string): boolean {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return version === TFJS_NODE_VERSION && existsSync(join(folder, 'binding'));
}

async function packedByNpm(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const wanted = `@tensorflow/tfjs-node@${TFJS_NODE_VERSION}`;
  const result = await runProgram('npm', ['pack', '--silent', '--pack-destination', folder, wanted], {
    folder,
  });
  const file = result.succeeded ? readdirSync(folder).find((name) => name.endsWith('.tgz')) : undefined;
  if (file !== undefined) return join(folder, file);
  throw new BuildError({
    where: `npm pack ${wanted}`,
    expected: "tfjs-node's sources",
    received: result.missing ? 'no npm on this machine' : complaint(result),
    remedy: `Check the network and npm's registry, or fetch ${wanted} elsewhere with npm pack and pass it with --tfjs-node FILE.`,
  });
}

async function unpackTarball(tarball: string, target: string): Promise<void> {
  if (!existsSync(tarball)) {
    throw new BuildError({ where: `tarball ${tarball}`, expected: 'a file', received: 'nothing there' });
  }
  const bytes = readFileSync(tarball);
  if (`sha512-${createHash('sha512').update(bytes).digest('base64')}` !== TFJS_NODE_INTEGRITY) {
    throw new BuildError({
      where: `tarball ${tarball}`,
      expected: `@tensorflow/tfjs-node ${TFJS_NODE_VERSION} as npm has it (${TFJS_NODE_INTEGRITY.slice(0, 20)}…)`,
      received: 'another checksum',
      remedy: `Get it with npm pack @tensorflow/tfjs-node@${TFJS_NODE_VERSION}.`,
    });
  }
  for (const { name, data } of await parseTarGzip(bytes)) {
    const path = name.replace(/^package\//, '');
    if (data === undefined || !NEEDED.test(path)) continue;
    const file = join(target, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, data);
  }
}
