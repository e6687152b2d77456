export type { CsvOptions } from './csvOptions.js';
export { type ImageFolder, type ImageFolderOptions, imageFolder } from './imageFolder.js';
export { type CsvTable, parseCsv } from './parseCsv.js';
export { readCsv } from './readCsv.js';
export { type JsonLinesOptions, readJsonLines } from './readJsonLines.js';
