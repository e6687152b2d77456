import { readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { csvLog } from '../src/index.js';
import { epoch, optimizer, START, withFolder } from './support/run.js';

/** A device that is always full. */
const onLinux = process.platform === 'linux' ? it : it.skip;

onLinux(
  'a full disk is told of by name, and nothing of the log is lost',
  withFolder(async (folder) => {
    const path = join(folder, 'run.csv');
    const warnings: string[] = [];
    const signal = csvLog(path, { warn: (message) => warnings.push(message) });
    const trained = optimizer();
    await signal.trainStart(trained, START);
    await signal.epochEnd(trained, epoch(1));
    renameSync(path, `${path}.kept`);
    symlinkSync('/dev/full', path);
    await signal.epochEnd(trained, epoch(2));
    expect(warnings).toEqual([
      `csvLog('${path}'): expected to write to the file, got ENOSPC: no space left on device. 1 record is not written yet. The log tries again with the next.`,
    ]);
    rmSync(path);
    renameSync(`${path}.kept`, path);
    await signal.epochEnd(trained, epoch(3));
    expect(readFileSync(path, 'utf8').match(/^\d+/gm)).toEqual(['1', '2', '3']);
  }),
);
