/** Logs of training in files, in Node: CSV, JSON lines, TensorBoard. */
export * from '@neutype/logs';
