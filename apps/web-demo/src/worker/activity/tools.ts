/* What looks into a network: a chunk of its own, which the first answer to a drawing does not wait for. */

export { activityOf, planOf } from './activityOf.js';
export { excitementOf, unitStory } from './unitStory.js';
