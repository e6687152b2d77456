import { beforeAll } from '@jest/globals';
import { useBackend } from '@neutype/core';
import '@tensorflow/tfjs-backend-cpu';
import { batchNormSuite } from './batchNormSuite.js';
import { goldenSuite } from './goldenSuite.js';

beforeAll(() => useBackend('cpu'));

goldenSuite();
batchNormSuite();
