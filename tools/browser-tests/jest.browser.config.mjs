import { preset } from '@neutype/jest-preset';

export default preset('contract in Chromium', { testTimeout: 600_000 });
