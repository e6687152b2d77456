import { OptionError } from '@neutype/errors';

/** The most that a matrix may take on the host. */
const MOST_BYTES = 2 ** 30;
const BYTES_PER_VALUE = 8;
const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/**
 * Refuses a matrix that would take more than a gibibyte, before anybody waits for it.
 *
 * @throws OptionError
 */
export function requireHostMemory(where: string, values: number, of: string): void {
  const bytes = values * BYTES_PER_VALUE;
  if (bytes <= MOST_BYTES) return;
  throw new OptionError({
    where,
    expected: `matrices of at most ${formatBytes(MOST_BYTES)}`,
    received: `${formatBytes(bytes)} for ${of}`,
    remedy: 'Train with lbfgs, which keeps no matrix, or with adam.',
  });
}

function formatBytes(bytes: number): string {
  const unit = Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  return `${Number((bytes / 2 ** (10 * unit)).toPrecision(3))} ${UNITS[unit]}`;
}
