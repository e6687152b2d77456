import { LogFile, messageOf } from './files/logFile.js';
import { checkPath, type LogOptions, toLogSettings } from './files/logOptions.js';
import { openLines } from './files/openLines.js';
import { LogError } from './logError.js';
import type { LogSignal } from './training.js';

/**
 * A signal that writes a line of JSON as training begins, after every epoch, and as it ends: `{"event":"start", …}` with the
 * algorithm and its options, `{"event":"epoch", …}` with the record of `history.epochs`,
 * and `{"event":"end", …}`, with why it was `stopped` or the message of the `error` that ended it. Each has the `time` in
 * seconds since 1970. Numbers that are not finite are null, as JSON has none.
 *
 * @param path the file; folders are made where they are missing
 * @throws OptionError for an unknown option or value; when training begins, LogError for a file that is there already, that
 *   cannot be opened, or that is no such log
 *
 * @example
 * ```ts
 * const optimizer = momentum(network, { signals: jsonLinesLog('runs/all.jsonl', { existing: 'append' }) });
 * ```
 */
export function jsonLinesLog(path: string, options: LogOptions = {}): LogSignal {
  checkPath('jsonLinesLog, path', path);
  const where = `jsonLinesLog('${path}')`;
  const settings = toLogSettings(where, options);
  const file = new LogFile(where, settings, () =>
    openLines(where, path, settings, (lines) => checkLine(where, lines.at(-1) as string)),
  );
  const write = (event: string, members: object): Promise<void> =>
    file.append(`${JSON.stringify({ event, time: settings.now(), ...members })}\n`);
  return {
    name: 'jsonLinesLog',
    trainStart: async ({ algorithm, seed, options: given }, { epochs, samples, batchSize }) => {
      await file.start();
      await write('start', { algorithm, seed, epochs, samples, batchSize, ...(given && { options: given }) });
    },
    epochEnd: (_, record) => write('epoch', record),
    trainEnd: async (_, { stopped, error }) => {
      await write('end', {
        ...(stopped !== undefined && { stopped }),
        ...(error !== undefined && { error: messageOf(error) }),
      });
      await file.end();
    },
  };
}

/** Nothing is appended to what is no JSON lines. */
function checkLine(where: string, line: string): void {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return;
  } catch {
    // told below
  }
  throw new LogError({
    where,
    expected: 'a file of JSON lines to append to',
    received: line.slice(0, 100),
    remedy: "Begin anew by { existing: 'replace' }, or give another path.",
  });
}
