export { type LivePlot, type LivePlotOptions, livePlot } from './livePlot.js';
