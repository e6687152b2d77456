interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

/** A module of Node itself, or undefined elsewhere: no import that a bundler for browsers would trip over. */
export function nodeBuiltin<T>(name: string): T | undefined {
  const { process } = globalThis as { process?: NodeProcess };
  return process?.getBuiltinModule?.(name) as T | undefined;
}
