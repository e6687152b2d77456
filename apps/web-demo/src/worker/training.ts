/* All that training needs and drawing does not: a chunk that is fetched when it is first asked for. */

export { drawnDigits, validationDigits } from './cloud/cloudDigits.js';
export { CloudNetwork } from './cloud/cloudNetwork.js';
export { collectResults } from './collectResults.js';
export { answerDigitsRequest, showSamples } from './digits/digitRequests.js';
export { Digits } from './digits/digits.js';
export { findDigits } from './digits/findDigits.js';
export { Lessons } from './digits/lessons.js';
export { makeOptimizer, makeStep } from './makeOptimizer.js';
export { measureBackends } from './measureBackends.js';
export { outcomeOf, trainAccuracyOf } from './outcome.js';
export { ProgressReports } from './progressReports.js';
export { networkFiles } from './weights/networkFiles.js';
