/**
 * Writes the TypeScript of the .proto files in a folder beside them, with Node 22 or newer:
 * `node tools/dev/generateProto.mjs packages/logs/src/proto`.
 * npm fetches the generators, of the version of `@bufbuild/protobuf` that the folder's package depends on; nothing else needs them.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const BUF = '1.75.0';
const [, , folder] = process.argv;
if (folder === undefined) {
  throw new Error(
    'Name the folder of the .proto files: node tools/dev/generateProto.mjs packages/logs/src/proto.',
  );
}
const { dependencies } = JSON.parse(readFileSync(packageFileAbove(resolve(folder)), 'utf8'));
const packages = [
  `@bufbuild/buf@${BUF}`,
  ...['protobuf', 'protoc-gen-es'].map((name) => `@bufbuild/${name}@${dependencies['@bufbuild/protobuf']}`),
];
const template = {
  version: 'v2',
  plugins: [{ local: 'protoc-gen-es', out: '.', opt: ['target=ts', 'import_extension=js'] }],
};
execFileSync(
  'npx',
  [
    '--yes',
    ...packages.flatMap((name) => ['-p', name]),
    'buf',
    'generate',
    '--template',
    JSON.stringify(template),
  ],
  { cwd: folder, stdio: 'inherit' },
);

function packageFileAbove(inside) {
  const file = join(inside, 'package.json');
  return existsSync(file) ? file : packageFileAbove(dirname(inside));
}
