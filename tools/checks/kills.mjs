#!/usr/bin/env node
/**
 * `node tools/checks/kills.mjs [kills]` kills trainings that keep checkpoints, 200 times unless told otherwise, goes on with each
 * until it comes to its end, and compares the bits with those of an undisturbed one. It tries what is built: build first.
 * `NEUTYPE_FUZZ_SEED=7` has other moments.
 */
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [kills = '200'] = process.argv.slice(2);
const { status } = spawnSync(
  process.execPath,
  [
    fileURLToPath(new URL('../jest-preset/run.mjs', import.meta.url)),
    `--outputFile=${join(tmpdir(), 'neutype-kills.json')}`,
    'test/checkpoint/kills.test.ts',
  ],
  {
    cwd: fileURLToPath(new URL('../../packages/optimizers', import.meta.url)),
    env: { ...process.env, NEUTYPE_KILLS: kills, NEUTYPE_KILLS_IN: 'dist' },
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
