import { fileURLToPath } from 'node:url';

function here(module) {
  return fileURLToPath(import.meta.resolve(module));
}

/** A setup file for tests in a browser, which other work on the machine can make late. */
export const onceMore = here('./onceMore.mjs');

/**
 * The jest configuration that every package shares: ESM, TypeScript through swc, and sibling packages resolved
 * to their sources, so that a test never runs against a stale build.
 */
export function preset(displayName, overrides = {}) {
  return {
    displayName,
    testEnvironment: here('./environment.mjs'),
    resolver: here('./resolver.cjs'),
    // For a machine that is busy: what takes long is not wrong.
    testTimeout: 300_000,
    // Test files that a process has run stay in its memory: a new one takes over before they slow it down.
    workerIdleMemoryLimit: '300MB',
    testMatch: ['<rootDir>/test/**/*.test.ts'],
    extensionsToTreatAsEsm: ['.ts'],
    transform: {
      '^.+\\.[cm]?tsx?$': [
        here('@swc/jest'),
        {
          jsc: {
            target: 'es2022',
            parser: { syntax: 'typescript' },
            experimental: { keepImportAttributes: true },
          },
          module: { type: 'es6' },
          sourceMaps: 'inline',
        },
      ],
    },
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    ...overrides,
  };
}
