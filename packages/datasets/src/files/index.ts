export { type ImageFolder, type ImageFolderOptions, imageFolder } from './imageFolder.js';
export { type CsvOptions, type CsvTable, parseCsv } from './parseCsv.js';
export { readCsv } from './readCsv.js';
export { readJsonLines } from './readJsonLines.js';
