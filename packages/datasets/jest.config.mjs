import { preset } from '@neutype/jest-preset';

// Long enough for any machine: a test that takes it hangs.
export default preset('datasets', { testTimeout: 30_000 });
