import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readArguments } from '../readArguments.mjs';
import { packageNamed, packageOf, testedPackages } from '../workspace.mjs';

let root: string;

function addPackage(
  path: string,
  name: string,
  dependencies: object = {},
  scripts: object = { test: 'jest' },
) {
  mkdirSync(join(root, path), { recursive: true });
  writeFileSync(join(root, path, 'package.json'), JSON.stringify({ name, dependencies, scripts }));
  writeFileSync(join(root, path, 'jest.config.mjs'), '');
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'neutype-dev-'));
  addPackage('packages/errors', '@neutype/errors');
  addPackage('packages/core', '@neutype/core', { '@neutype/errors': 'workspace:*', other: '1.0.0' });
  addPackage('packages/losses', '@neutype/losses', { '@neutype/core': 'workspace:*' });
  addPackage('apps/demo', '@neutype/demo', {}, {});
});

afterEach(() => rmSync(root, { recursive: true }));

describe('the packages of a workspace', () => {
  it('are those with tests, each with everything that it is built on', () => {
    expect(testedPackages(root)).toEqual([
      {
        name: 'core',
        folder: join(root, 'packages/core'),
        below: [join(root, 'packages/errors')],
      },
      { name: 'errors', folder: join(root, 'packages/errors'), below: [] },
      {
        name: 'losses',
        folder: join(root, 'packages/losses'),
        below: [join(root, 'packages/core'), join(root, 'packages/errors')],
      },
    ]);
  });

  it.each(['losses', '@neutype/losses', 'packages/losses', 'packages/losses/'])(
    'are found by the name %s',
    (name) => {
      expect(packageNamed(name, testedPackages(root))).toMatchObject({ name: 'losses' });
    },
  );

  it('are found by a file that lies in them', () => {
    const packages = testedPackages(root);
    expect(packageOf(join(root, 'packages/core/src/model.ts'), packages)).toMatchObject({ name: 'core' });
    expect(packageOf(join(root, 'packages/core-of-others/a.ts'), packages)).toBeUndefined();
  });
});

describe('the command line', () => {
  const read = (...args: string[]) => readArguments(args, testedPackages(root));

  it('chooses a package, and whether to run once', () => {
    expect(read('losses')).toMatchObject({ chosen: { name: 'losses' }, once: false });
    expect(read('--once', 'losses')).toMatchObject({ chosen: { name: 'losses' }, once: true });
    expect(read()).toEqual({ once: false });
    expect(read('losses', '--help')).toEqual({ help: true });
  });

  it.each([
    [['loses'], 'There is no package loses with tests. There are: core, errors, losses.'],
    [['losses', 'core'], 'Expected one package, got losses core.'],
    [['--watch'], 'There is no flag --watch.'],
    [['--once'], 'Say which package to test --once.'],
  ])('%j is answered with what is wrong', (args, problem) => {
    expect(read(...args)).toEqual({ problem });
  });
});
