import { beforeAll } from '@jest/globals';
import { momentum } from '../src/index.js';
import { ALGORITHMS } from './algorithms.js';
import { activateBackend } from './engine.js';
import { itFollows } from './trajectories.js';

beforeAll(activateBackend);

for (const [name, make] of Object.entries(ALGORITHMS)) itFollows(name, make);
itFollows('clip', momentum);
itFollows('accumulate', momentum);
