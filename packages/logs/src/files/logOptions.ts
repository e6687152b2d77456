import { checkChoice, checkFunction, checkOptions, OptionError, optionNames, shown } from '@neutype/errors';

/** What all logs have options for. */
export interface LogOptions {
  /**
   * What becomes of a log that is there already: `'refuse'` throws before training begins, `'append'` goes on with it,
   * `'replace'` begins anew. `'refuse'`.
   */
  readonly existing?: 'refuse' | 'append' | 'replace';
  /**
   * What follows when the file cannot be written while training goes on, as on a full disk: `'warn'` warns, keeps what was
   * to be written and tries again at the next epoch; `'stop'` ends training with a `LogError`. `'warn'`.
   */
  readonly onError?: 'warn' | 'stop';
  /** Hears of warnings. The console. */
  readonly warn?: (message: string) => void;
  /** What time it is, in seconds since 1970. The clock of the system. */
  readonly now?: () => number;
}

export type LogSettings = Required<LogOptions>;

const LOG_OPTIONS = optionNames<LogOptions>({ existing: true, onError: true, warn: true, now: true });

/**
 * @param where what takes the options, for messages: `csvLog('run.csv')`
 * @param own the names of further options
 * @throws OptionError
 */
export function toLogSettings(where: string, options: LogOptions, own: readonly string[] = []): LogSettings {
  checkOptions(where, options, [...LOG_OPTIONS, ...own]);
  const { existing = 'refuse', onError = 'warn' } = options;
  const { warn = (message) => console.warn(message), now = () => Date.now() / 1000 } = options;
  checkChoice(`${where}, existing`, existing, ['refuse', 'append', 'replace']);
  checkChoice(`${where}, onError`, onError, ['warn', 'stop']);
  checkFunction(`${where}, warn`, warn, 'a function of a message');
  checkFunction(`${where}, now`, now, 'a function that gives seconds');
  return { existing, onError, warn, now };
}

/** @throws OptionError for what is no path */
export function checkPath(where: string, path: unknown): asserts path is string {
  if (typeof path === 'string' && path !== '') return;
  throw new OptionError({ where, expected: 'a path', received: shown(path) });
}
