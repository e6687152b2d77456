/** Writes synthetic digits as raw bytes, images then labels: node tools/exportDigits.mjs <samples> <seed> <file> */
import { writeFileSync } from 'node:fs';
import { syntheticDigits } from '@neutype/datasets';

const [samples, seed, file] = process.argv.slice(2);
const { images, labels } = syntheticDigits({ samples: Number(samples), seed: Number(seed) });
writeFileSync(file, Buffer.concat([images.data, labels.data]));
