/**
 * `node --import …/sources.mjs PROGRAM` runs the repository's sources as they are, for tests that need a process of its
 * own: what `dist` has may be older, or not there.
 */
import { register } from 'node:module';

register('./sourceHooks.mjs', import.meta.url);
