import { checkChoice, checkCount, checkFlag, checkOptions, NeutypeError, optionNames } from '@neutype/errors';

/** How TensorFlow runs. Everything left out stays as TensorFlow has it, but for `logLevel`. */
export interface NodeBackendSettings {
  /** Threads that one operation may use. Default: as many as there are cores. */
  readonly threads?: number;
  /** What TensorFlow writes to the console. Default `'errors'`, or what `TF_CPP_MIN_LOG_LEVEL` says. */
  readonly logLevel?: LogLevel;
  /**
   * Whether oneDNN's kernels take the place of Eigen's where TensorFlow has both. By default they do for products and
   * convolutions, and TensorFlow decides by the processor about the rest.
   */
  readonly oneDnn?: boolean;
}

export type LogLevel = 'all' | 'warnings' | 'errors' | 'none';

const SETTINGS = optionNames<NodeBackendSettings>({ threads: true, logLevel: true, oneDnn: true });

const LOG_LEVELS: Readonly<Record<LogLevel, string>> = { all: '0', warnings: '1', errors: '2', none: '3' };

let applied = false;

/**
 * Sets how TensorFlow runs. It reads its settings once, as it is loaded: call this before `useBackend('node')`.
 *
 * @throws OptionError for a setting that does not exist or makes no sense
 * @throws NeutypeError once TensorFlow is loaded
 *
 * @example
 * ```ts
 * import { configureNodeBackend } from '@neutype/backend-node';
 * import { useBackend } from '@neutype/core';
 *
 * configureNodeBackend({ threads: 1, logLevel: 'all' });
 * await useBackend('node');
 * ```
 */
export function configureNodeBackend(settings: NodeBackendSettings): void {
  checkOptions('configureNodeBackend', settings, SETTINGS);
  if (applied) {
    throw new NeutypeError({
      where: 'configureNodeBackend',
      expected: "a call before the first useBackend('node')",
      received: 'TensorFlow already loaded, with its settings read',
      remedy: 'Call configureNodeBackend earlier.',
    });
  }
  Object.assign(process.env, environmentOf(settings));
}

/** Called as TensorFlow is about to be loaded: quiet, and with oneDNN on any processor, unless the user chose otherwise. */
export function applySettings(): void {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= LOG_LEVELS.errors;
  // By itself TensorFlow takes it on newer processors alone; its other kernels want equal strides in both directions.
  process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
  applied = true;
}

/** The environment variables that TensorFlow reads. */
export function environmentOf({ threads, logLevel, oneDnn }: NodeBackendSettings): Record<string, string> {
  const at = (name: keyof NodeBackendSettings): string => `configureNodeBackend, option ${name}`;
  if (threads !== undefined) checkCount(at('threads'), threads);
  if (logLevel !== undefined) checkChoice(at('logLevel'), logLevel, Object.keys(LOG_LEVELS));
  if (oneDnn !== undefined) checkFlag(at('oneDnn'), oneDnn);
  return {
    ...(threads === undefined ? {} : { TF_NUM_INTRAOP_THREADS: String(threads) }),
    ...(logLevel === undefined ? {} : { TF_CPP_MIN_LOG_LEVEL: LOG_LEVELS[logLevel] }),
    ...(oneDnn === undefined ? {} : { TF_ENABLE_ONEDNN_OPTS: oneDnn ? '1' : '0' }),
  };
}
