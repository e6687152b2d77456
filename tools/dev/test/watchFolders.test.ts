import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { watchFolders } from '../watchFolders.mjs';

describe('watched folders', () => {
  let folder: string;
  let stop: () => void;
  let told: (paths: string[]) => void;
  const nextEdit = () => new Promise<string[]>((resolve) => (told = resolve));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'neutype-watched-'));
    mkdirSync(join(folder, 'src/generated'), { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'src/a.ts'), '');
    stop = watchFolders([folder], (paths: string[]) => told(paths));
  });

  afterEach(() => {
    stop();
    rmSync(folder, { recursive: true });
  });

  it('tell of a file once, however often it was written in a moment', async () => {
    const edit = nextEdit();
    for (const text of ['a', 'ab', 'abc']) writeFileSync(join(folder, 'src/a.ts'), text);
    expect(await edit).toEqual([join(folder, 'src/a.ts')]);
  });

  it('keep sight of files that an editor replaces', async () => {
    for (const text of ['first', 'second']) {
      const edit = nextEdit();
      writeFileSync(join(folder, 'src/.a.ts.draft'), text);
      renameSync(join(folder, 'src/.a.ts.draft'), join(folder, 'src/a.ts'));
      expect(await edit).toEqual([join(folder, 'src/a.ts')]);
    }
  });

  it('say nothing of what tools write', async () => {
    const edit = nextEdit();
    writeFileSync(join(folder, 'src/generated/code.ts'), '');
    writeFileSync(join(folder, 'node_modules/other.js'), '');
    writeFileSync(join(folder, 'test-results.json'), '');
    writeFileSync(join(folder, 'src/a.ts~'), '');
    writeFileSync(join(folder, 'src/b.ts'), '');
    expect(await edit).toEqual([join(folder, 'src/b.ts')]);
  });
});
