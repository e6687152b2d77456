export { freshSeed } from './freshSeed.js';
export type { Key } from './key.js';
export { normalQuantile } from './normalQuantile.js';
export { Random, random, type Shuffleable } from './random.js';
export { threefry2x32 } from './threefry.js';
