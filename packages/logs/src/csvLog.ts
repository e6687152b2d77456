import { LogFile } from './files/logFile.js';
import { checkPath, type LogOptions, type LogSettings, toLogSettings } from './files/logOptions.js';
import { openLines } from './files/openLines.js';
import { LogError } from './logError.js';
import type { LoggedEpoch, LogSignal } from './training.js';

/** The columns of every log, before those of the metrics. */
const COLUMNS = ['epoch', 'train', 'trainMean', 'valid', 'step', 'seconds', 'updates'];

/**
 * A signal that writes every epoch into a CSV file: a header, then a row as soon as the epoch has ended. The columns are
 * `epoch`, `train`, `trainMean`, `valid`, `step` (the learning rate of its last update), `seconds`, `updates`, and one for each
 * metric. A row is written in one piece; what a crash leaves of one is cut off when the log is gone on with.
 *
 * @param path the file; folders are made where they are missing
 * @throws OptionError for an unknown option or value; when training begins, LogError for a file that is there already, that
 *   cannot be opened, or to append to one that has other columns
 *
 * @example
 * ```ts
 * const optimizer = momentum(network, { signals: csvLog('runs/first.csv') });
 * ```
 */
export function csvLog(path: string, options: LogOptions = {}): LogSignal {
  checkPath('csvLog, path', path);
  const where = `csvLog('${path}')`;
  const settings = toLogSettings(where, options);
  const table = new Table(where, settings);
  const file = new LogFile(where, settings, () =>
    openLines(where, path, settings, ([header]) => table.goOnWith(header as string)),
  );
  return {
    name: 'csvLog',
    trainStart: async () => {
      await file.start();
    },
    epochEnd: (_, record) => file.append(table.linesOf(record)),
    trainEnd: () => file.end(),
  };
}

/** The columns of a file, as soon as they are known. */
class Table {
  readonly #where: string;
  readonly #settings: LogSettings;
  #columns: readonly string[] | undefined;
  #hasWarned = false;

  constructor(where: string, settings: LogSettings) {
    this.#where = where;
    this.#settings = settings;
  }

  /** @throws LogError for a header of another table */
  goOnWith(header: string): void {
    const columns = fieldsOf(header);
    if (!COLUMNS.every((column, index) => columns[index] === column)) {
      throw new LogError({
        where: this.#where,
        expected: `a file whose first line is ${COLUMNS.join()} to append to`,
        received: header.slice(0, 100),
        remedy: "Begin anew by { existing: 'replace' }, or give another path.",
      });
    }
    this.#columns = columns;
  }

  /** The row of an epoch, and the header above the first. */
  linesOf(record: LoggedEpoch): string {
    const metrics = record.metrics ?? {};
    const header = this.#columns === undefined;
    this.#columns ??= [...COLUMNS, ...Object.keys(metrics)];
    this.#checkMetrics(metrics);
    const values: Readonly<Record<string, unknown>> = { ...metrics, ...record };
    const row = this.#columns.map((column) => values[column] ?? '');
    return [...(header ? [this.#columns] : []), row]
      .map((fields) => `${fields.map(field).join()}\n`)
      .join('');
  }

  #checkMetrics(metrics: Readonly<Record<string, number>>): void {
    const missing = Object.keys(metrics).find((name) => !this.#columns?.includes(name));
    if (missing === undefined) return;
    const error = new LogError({
      where: this.#where,
      expected: `metrics that the file has columns for: ${this.#columns?.slice(COLUMNS.length).join(', ') || 'none'}`,
      received: missing,
    });
    if (this.#settings.onError === 'stop') throw error;
    if (!this.#hasWarned) this.#settings.warn(`${error.message} It is left out.`);
    this.#hasWarned = true;
  }
}

/** As RFC 4180 quotes it. */
function field(value: unknown): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function fieldsOf(header: string): string[] {
  return Array.from(
    header.trimEnd().matchAll(/"((?:[^"]|"")*)"(?:,|$)|([^,]+)(?:,|$)/g),
    ([, quoted, plain]) => (quoted === undefined ? (plain as string) : quoted.replaceAll('""', '"')),
  );
}
