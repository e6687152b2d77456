import { onceMore, preset } from '@neutype/jest-preset';

export default preset('web-demo in Chromium', {
  testMatch: ['<rootDir>/test-browser/**/*.test.ts'],
  setupFilesAfterEnv: [onceMore],
  testTimeout: 900_000,
});
