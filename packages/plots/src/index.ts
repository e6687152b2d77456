export type { ImageLike, ImagesLike } from './arrays/image.js';
export type { MatrixLike, NumberList, ShapedArray } from './arrays/matrix.js';
export type { Theme } from './color/theme.js';
export type * from './description.js';
export { type Plot, plot } from './plot.js';
export { PlotError } from './plotError.js';
export { type HintonOptions, hinton } from './plots/hinton.js';
export { type ImshowOptions, imshow } from './plots/imshow.js';
export { type PlotConfusionMatrixOptions, plotConfusionMatrix } from './plots/plotConfusionMatrix.js';
export {
  type ErrorHistory,
  type ErrorSource,
  type PlotErrorsOptions,
  plotErrors,
} from './plots/plotErrors.js';
export { type PlotHistogramsOptions, plotHistograms } from './plots/plotHistograms.js';
export { type PlotImagesOptions, plotImages } from './plots/plotImages.js';
export {
  type LearningRateHistory,
  type LearningRateSource,
  type PlotLearningRateOptions,
  plotLearningRate,
} from './plots/plotLearningRate.js';
export { type PlotMetricsOptions, plotMetrics } from './plots/plotMetrics.js';
export { type PlotMistakesOptions, plotMistakes } from './plots/plotMistakes.js';
export { type NetworkLayer, plotNetwork } from './plots/plotNetwork.js';
export { plotPrecisionRecallCurve } from './plots/plotPrecisionRecallCurve.js';
export { plotRangeTest, type RangeTestSource } from './plots/plotRangeTest.js';
export { type CurveOptions, plotRocCurve } from './plots/plotRocCurve.js';
export { type PlotScheduleOptions, plotSchedule, type ScheduleSource } from './plots/plotSchedule.js';
export { type PlotWeightsOptions, plotWeights } from './plots/plotWeights.js';
export { type SaliencyMapOptions, saliencyMap } from './plots/saliencyMap.js';
export { htmlReport, type ReportOptions, type ReportSection } from './report/htmlReport.js';
export { pngDataUrl } from './svg/pixels.js';
export { type SvgOptions, toSvg } from './svg/toSvg.js';
export { type TextOptions, toText } from './text/toText.js';
export type { Json, JsonObject } from './vega/json.js';
export { toVegaLite } from './vega/toVegaLite.js';
