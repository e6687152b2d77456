/**
 * The jest configuration that every package shares: ESM, TypeScript through swc, and sibling packages resolved
 * to their sources, so that a test never runs against a stale build.
 */
export const preset = (displayName, overrides = {}) => ({
  displayName,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.[cm]?tsx?$': [
      '@swc/jest',
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
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@neutype/([^/]+)$': '<rootDir>/../../packages/$1/src/index.ts',
    '^@neutype/([^/]+)/testing$': '<rootDir>/../../packages/$1/src/testing/index.ts',
    '^neutype$': '<rootDir>/../../packages/neutype/src/index.ts',
  },
  ...overrides,
});
