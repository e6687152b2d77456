import { preset } from '@neutype/jest-preset';

// What architectures leave behind is freed when they are collected, which may be after their test file is done.
export default preset('architectures', { testEnvironmentOptions: { globalsCleanup: 'off' } });
