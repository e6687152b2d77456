import { preset } from '@neutype/jest-preset';

export default preset('cli-demo', { testTimeout: 60_000 });
