export { makeFolder } from '@neutype/files';
export { csvLog } from './csvLog.js';
export type { LogOptions } from './files/logOptions.js';
export { jsonLinesLog } from './jsonLinesLog.js';
export { LogError } from './logError.js';
export { type TensorBoardOptions, tensorBoard } from './tensorBoard.js';
export type { LoggedEnd, LoggedEpoch, LoggedOptimizer, LoggedStart, LogSignal } from './training.js';
