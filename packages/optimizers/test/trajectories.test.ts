import { beforeAll } from '@jest/globals';
import { adam, adamW, gradientDescent, momentum } from '../src/index.js';
import { activateBackend } from './engine.js';
import { itFollows } from './trajectories.js';

beforeAll(activateBackend);

itFollows('gradientDescent', gradientDescent);
itFollows('momentum', momentum);
itFollows('adam', adam);
itFollows('adamW', adamW);
itFollows('clip', momentum);
