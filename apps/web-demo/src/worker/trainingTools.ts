type TrainingTools = typeof import('./training.js');

/** What training needs, which the first answer to a drawing does not wait for. */
export function trainingTools(): Promise<TrainingTools> {
  return import('./training.js');
}
