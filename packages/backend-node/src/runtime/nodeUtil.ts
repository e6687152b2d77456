import util from 'node:util';

/**
 * Node's `util` with the type checks that tfjs-node calls and Node has been removing since version 23.
 *
 * It is handed to tfjs-node's modules as they load; the real `util` is left as it is.
 */
export const nodeUtil: object = {
  ...util,
  isArray: Array.isArray,
  isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
};
