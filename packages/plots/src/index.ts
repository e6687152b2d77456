export type { ImageLike } from './arrays/image.js';
export type { MatrixLike, NumberList, ShapedArray } from './arrays/matrix.js';
export type { Theme } from './color/theme.js';
export type * from './description.js';
export { PlotError } from './PlotError.js';
export { type Plot, plot } from './plot.js';
export { type ImshowOptions, imshow } from './plots/imshow.js';
export {
  type ErrorHistory,
  type ErrorSource,
  type PlotErrorsOptions,
  plotErrors,
} from './plots/plotErrors.js';
export { type SvgOptions, toSvg } from './svg/toSvg.js';
export { type TextOptions, toText } from './text/toText.js';
