import { registerEngine } from './engine/register.js';

export type { Variant } from './variants/variant.js';

registerEngine();
