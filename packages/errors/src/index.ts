export {
  BackendUnavailableError,
  DataError,
  DisposedError,
  NeutypeError,
  NonFiniteError,
  NotInitializedError,
  OptionError,
  type Problem,
  ShapeError,
} from './errors.js';
export { nearestName } from './nearestName.js';
export { checkOptions, type OptionsElsewhere, optionNames } from './options.js';
export { outOf } from './outOf.js';
export { escapeControls, shown } from './shown.js';
export { checkChoice, checkCount, checkFlag, checkFunction, checkNumber, type Range } from './values.js';
