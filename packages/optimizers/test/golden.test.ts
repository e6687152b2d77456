import { beforeAll } from '@jest/globals';
import { batchNormSuite } from './batchNormSuite.js';
import { activateBackend } from './engine.js';
import { goldenSuite } from './goldenSuite.js';

beforeAll(activateBackend);

goldenSuite();
batchNormSuite();
