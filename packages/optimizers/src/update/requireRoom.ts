import { engineCapabilities, type Parameter } from '@neutype/core';

const BYTES_PER_VALUE = 4;

export function sizeOfAll(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { size }) => sum + size, 0);
}

/**
 * Refuses what the backend's memory could not hold even if it were empty, before anybody waits for it to fail.
 *
 * @param values how many there would be at a time, at least
 */
export function requireRoom(values: number, purpose: string): void {
  engineCapabilities().requireRoom?.(values * BYTES_PER_VALUE, purpose);
}
