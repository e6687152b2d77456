interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

/** A module of Node itself, or undefined elsewhere: no import that a bundler for browsers would trip over. */
export function nodeBuiltin<T>(name: string): T | undefined {
  const { process } = globalThis as { process?: NodeProcess };
  return process?.getBuiltinModule?.(name) as T | undefined;
}

/** The text of a file, or undefined where it cannot be read. */
export function readText(path: string): string | undefined {
  try {
    return nodeBuiltin<typeof import('node:fs')>('node:fs')?.readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
