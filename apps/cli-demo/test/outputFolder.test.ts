import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/errors';
import { openOutputFolder } from '../src/outputFolder.js';

let scene: string;
beforeEach(() => {
  scene = mkdtempSync(join(tmpdir(), 'neutype-out-'));
});
afterEach(() => rmSync(scene, { recursive: true }));

const FULL = '/dev/full';
const hasFullDevice = existsSync(FULL);
// Only Linux has a device that is always full.
const onFullDisks = hasFullDevice ? it : it.skip;

describe('the directory for output', () => {
  it('is made with its parents, and left empty', async () => {
    const { path } = await openOutputFolder(relative(process.cwd(), join(scene, 'a/b/c')));
    expect(path).toBe(join(scene, 'a/b/c'));
    expect(readdirSync(path)).toEqual([]);
  });

  it('may exist already, and keeps its files', async () => {
    writeFileSync(join(scene, 'mine'), 'text');
    await openOutputFolder(scene);
    expect(readdirSync(scene)).toEqual(['mine']);
  });

  it('is refused where a file is in the way', async () => {
    const file = join(scene, 'a file');
    writeFileSync(file, '');
    for (const path of [file, join(file, 'inside'), join(file, 'inside/deep')]) {
      await expect(openOutputFolder(path)).rejects.toThrow(OptionError);
      await expect(openOutputFolder(path)).rejects.toThrow(
        `--out: expected a directory that can be written to, got '`,
      );
    }
  });

  // Only Linux has a file system that answers so.
  const withProc = existsSync('/proc/self') ? it : it.skip;
  withProc('is refused at once where the system makes none', async () => {
    await expect(openOutputFolder('/proc/x/y')).rejects.toThrow(/got '\/proc\/x\/y' \(ENOENT/);
  });

  onFullDisks('is refused on a full disk before anything is trained', async () => {
    symlinkSync(FULL, join(scene, '.neutype-probe'));
    await expect(openOutputFolder(scene)).rejects.toThrow(/\(ENOSPC: no space left on device, write\)/);
    expect(readdirSync(scene)).toEqual([]);
  });

  it('is shown with its control characters escaped', async () => {
    writeFileSync(join(scene, '\u001b[31m'), '');
    await expect(openOutputFolder(join(scene, '\u001b[31m'))).rejects.toThrow(`\\x1b[31m`);
  });
});

describe('files', () => {
  it('are written whole, over older ones', async () => {
    const folder = await openOutputFolder(scene);
    writeFileSync(join(scene, 'page.html'), 'a much longer text than the new one');
    await folder.write('page.html', 'new');
    expect(readdirSync(scene)).toEqual(['page.html']);
    expect(readFileSync(join(scene, 'page.html'), 'utf8')).toBe('new');
  });

  onFullDisks(
    'leave the older one as it was, and no half of the new one, where the disk is full',
    async () => {
      const folder = await openOutputFolder(scene);
      writeFileSync(join(scene, 'page.html'), 'old');
      symlinkSync(FULL, join(scene, '.page.html.part'));
      await expect(folder.write('page.html', 'new')).rejects.toThrow(
        /^--out: expected to write page\.html to '.*', got ENOSPC: no space left on device, write\. Make room there/,
      );
      expect(readdirSync(scene)).toEqual(['page.html']);
      expect(readFileSync(join(scene, 'page.html'), 'utf8')).toBe('old');
    },
  );

  it('are reported where they cannot be written', async () => {
    const folder = await openOutputFolder(scene);
    mkdirSync(join(scene, 'page.html'));
    await expect(folder.write('page.html', 'new')).rejects.toThrow(OptionError);
    expect(readdirSync(scene)).toEqual(['page.html']);
  });
});
