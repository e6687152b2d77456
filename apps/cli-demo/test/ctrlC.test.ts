import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcessWithoutNullStreams {
  return spawn(
    process.execPath,
    ['--import', '@neutype/jest-preset/sources', join(import.meta.dirname, 'child.mjs'), ...args],
    { cwd: import.meta.dirname, env: { ...process.env, ...env } },
  );
}

/** Collects what a child writes; `seen` waits for a text. */
function watch(child: ChildProcessWithoutNullStreams) {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  const seen = (name: 'stdout' | 'stderr', text: string) =>
    new Promise<void>((resolve, reject) => {
      const check = () => texts[name].includes(text) && resolve();
      child[name].on('data', check);
      child.on('close', () =>
        reject(new Error(`'${text}' never came; there was: ${texts.stdout}${texts.stderr}`)),
      );
      check();
    });
  const closed = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { texts, seen, closed };
}

describe('Ctrl-C in a process of its own', () => {
  let out: string;
  beforeAll(() => {
    out = mkdtempSync(join(tmpdir(), 'neutype-ctrl-c-'));
  });
  afterAll(() => rmSync(out, { recursive: true }));

  it('stops training after the current batch, and the report still comes', async () => {
    const child = start(['--epochs', '100000', '--momentum', '0.5', '--out', out]);
    const { texts, seen, closed } = watch(child);
    await seen('stdout', '#1 : [');
    child.kill('SIGINT');
    expect(await closed).toBe(0);
    expect(texts.stderr).toContain(
      'Stopping after this batch. Press Ctrl-C again to quit without the report.',
    );
    expect(texts.stdout).toContain('weighted avg');
    expect(texts.stdout).toContain('Validation accuracy: ');
    expect(texts.stdout).toMatch(/\[TRAIN\] Epoch #\d+ was stopped\. Message: Ctrl-C was pressed/);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toMatch(
      /<dd>[\d,]+ of 100,000, stopped by Ctrl-C<\/dd>/,
    );
  });

  it('stops a run for programs, and the summary still comes', async () => {
    const child = start(['--epochs', '100000', '--momentum', '0.5', '--json']);
    const { texts, seen, closed } = watch(child);
    await seen('stdout', '"epoch":1');
    child.kill('SIGINT');
    expect(await closed).toBe(0);
    const events = texts.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string });
    expect(events.at(-1)).toMatchObject({
      event: 'summary',
      stopped: true,
      options: { epochs: 100_000 },
      parameters: 545_810,
    });
  });

  it('quits at once where there is nothing to report yet', async () => {
    const child = start(['--json'], { WAIT: '1' });
    const { seen, closed } = watch(child);
    await seen('stdout', 'waiting');
    child.kill('SIGINT');
    expect(await closed).toBe(130);
  });
});
