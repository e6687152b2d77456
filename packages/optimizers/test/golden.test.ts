import { beforeAll } from '@jest/globals';
import { activateBackend } from './engine.js';
import { goldenSuite } from './goldenSuite.js';

beforeAll(activateBackend);

goldenSuite();
