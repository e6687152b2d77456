import {
  adadelta,
  adafactor,
  adagrad,
  adam,
  adamW,
  gradientDescent,
  irpropPlus,
  momentum,
  muon,
  rmsprop,
  rprop,
} from '../src/index.js';
import type { Maker } from './trajectories.js';

/** All algorithms that go batch by batch. Each has golden trajectories, is replayed, and holds no more the longer it runs. */
export const ALGORITHMS: Readonly<Record<string, Maker>> = {
  adadelta,
  adafactor,
  adagrad,
  adam,
  adamW,
  gradientDescent,
  irpropPlus,
  momentum,
  muon,
  rmsprop,
  rprop,
};
