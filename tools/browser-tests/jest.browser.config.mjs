import { onceMore, preset } from '@neutype/jest-preset';

export default preset('contract in Chromium', {
  setupFilesAfterEnv: [onceMore],
  testTimeout: 1_200_000,
});
