import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { create } from '../new/create.mjs';
import { KINDS } from '../new/kinds.mjs';
import { readName } from '../new/readName.mjs';

const REPOSITORY = join(import.meta.dirname, '../../..');

describe('a new thing', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'neutype-new-'));
    for (const { folder } of Object.values(KINDS) as { folder: string }[]) {
      for (const part of ['src', 'README.md'])
        cpSync(join(REPOSITORY, folder, part), join(root, folder, part), { recursive: true });
    }
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it.each(Object.keys(KINDS))('of the kind %s gets its files, and is exported and listed', (kind) => {
    const { folder, index = 'src/index.ts' } = KINDS[kind as 'loss'] as { folder: string; index?: string };
    const { written } = create(root, kind, 'brandNew');
    expect(written).toContain('.changeset/new-brand-new.md');
    expect(written).toContain(`${folder}/test/brandNew.test.ts`);
    for (const path of written) {
      expect(existsSync(join(root, path))).toBe(true);
      expect(readFileSync(join(root, path), 'utf8')).not.toMatch(/__(?:name|Name|kebab)__/);
    }
    expect(readFileSync(join(root, folder, index), 'utf8')).toMatch(/export \{ .*\bbrandNew\b.* \} from/);
    expect(readFileSync(join(root, folder, 'README.md'), 'utf8')).toMatch(/\|\n\| `brandNew/);
  });

  it('is refused, and nothing written, where the name is exported already', () => {
    expect(() => create(root, 'metric', 'accuracyScore')).toThrow(
      'accuracyScore is taken: packages/metrics/src/index.ts exports it.',
    );
    expect(existsSync(join(root, '.changeset'))).toBe(false);
  });

  it('is refused where one of its files is there', () => {
    create(root, 'layer', 'brandNew');
    rmSync(join(root, 'packages/layers/src/index.ts'));
    cpSync(join(REPOSITORY, 'packages/layers/src/index.ts'), join(root, 'packages/layers/src/index.ts'));
    expect(() => create(root, 'layer', 'brandNew')).toThrow(
      'brandNew is taken: there is .changeset/new-brand-new.md.',
    );
  });
});

describe('the command line', () => {
  it('names a kind and a name', () => {
    expect(readName(['layer', 'layerNorm'])).toEqual({ kind: 'layer', name: 'layerNorm' });
    expect(readName(['layer', '--help'])).toEqual({ help: true });
    expect(readName([])).toEqual({ help: true });
  });

  it.each([
    [['layr', 'x'], 'There is no kind layr. There are: layer, optimizer, loss, metric.'],
    [['layer'], 'Say how the layer is called: npm run new -- layer NAME.'],
    [['layer', 'layer', 'norm'], 'Expected one name, got layer norm.'],
    [
      ['layer', 'Layer-Norm'],
      'Layer-Norm is no name: expected letters and digits that begin small, as in layerNorm.',
    ],
    [['layer', 'class'], 'class is no name: expected letters and digits that begin small, as in layerNorm.'],
    [['loss', '../x'], '../x is no name: expected letters and digits that begin small, as in x.'],
  ])('%j is answered with what is wrong', (args, problem) => {
    expect(readName(args)).toEqual({ problem });
  });
});
