/**
 * Writes src/proto/events_pb.ts from src/proto/events.proto: `node scripts/generateProto.mjs`, with Node 22 or newer.
 * npm fetches the generators, of the version of `@bufbuild/protobuf` in package.json; nothing else needs them.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BUF = '1.75.0';
const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
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
  { cwd: fileURLToPath(new URL('../src/proto', import.meta.url)), stdio: 'inherit' },
);
