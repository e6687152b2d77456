export { type PngOptions, toPng } from './toPng.js';
