import { jest } from '@jest/globals';

// A browser on a machine that other work shares may miss what a test waits for: what fails is told, and tried once more.
if (process.env['CI']) jest.retryTimes(1, { logErrorsBeforeRetry: true });
