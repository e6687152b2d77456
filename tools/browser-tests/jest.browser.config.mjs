import { preset } from '@neutype/jest-preset';

export default preset('contract in Chromium', { testTimeout: 1_200_000 });
