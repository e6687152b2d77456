import { preset } from '@neutype/jest-preset';

// Tests start processes, which takes long on a busy machine; one that takes this long hangs.
export default preset('datasets', { testTimeout: 120_000 });
