import { DataNotFoundError } from '../support/errors.js';
import { notify } from '../support/notify.js';
import { checkMnistOptions } from './checkLoadOptions.js';
import { DATA_DIR_VARIABLE, type LoadOptions } from './load.js';

export interface MnistOptions extends LoadOptions {
  /** What to do where MNIST is not found: `'synthetic'` generates digits like it, and says so. By default: fail. */
  readonly fallback?: 'synthetic' | undefined;
  /** The seed of synthetic digits; 0 by default. */
  readonly seed?: number | undefined;
}

/**
 * What `load` gives, or where it finds nothing and the caller allows it, what `generate` gives.
 *
 * @param where the loader's name, for messages
 */
export async function orSynthetic<T>(
  where: string,
  options: MnistOptions,
  load: () => Promise<T>,
  generate: (seed: number) => T,
): Promise<T> {
  checkMnistOptions(where, options);
  const { fallback, seed = 0 } = options;
  try {
    return await load();
  } catch (error) {
    const allowed = fallback !== undefined && options.dataDir === undefined;
    if (!allowed || !(error instanceof DataNotFoundError)) throw error;
    notify(
      options,
      `MNIST was not found; using synthetic digits (seed ${seed}) instead. ` +
        `For MNIST, put its four files into a directory and name it in ${DATA_DIR_VARIABLE}.`,
    );
    return generate(seed);
  }
}
