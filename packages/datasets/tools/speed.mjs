/**
 * How many images a second are generated and varied on one core: node tools/speed.mjs [start of a name]
 *
 * The time is the processor's, not the clock's, so that other work on the machine does not count; best and median of
 * several rounds, after a round to warm up.
 */
import { augment, syntheticDigits } from '@neutype/datasets';

const IMAGES = 10_000;
const ROUNDS = 9;
const { images } = syntheticDigits({ samples: IMAGES, seed: 0 });
const kinds = {
  shift: { shift: 2 },
  rotate: { rotate: 10 },
  scale: { scale: [0.9, 1.1] },
  shear: { shear: 0.1 },
};
const affine = Object.assign({}, ...Object.values(kinds));
const elastic = { elastic: { alpha: 34, sigma: 4 } };
const cutout = { cutout: 8 };
const noise = { noise: 10 };

const works = { 'synthetic digits': () => syntheticDigits({ samples: IMAGES, seed: 0 }) };
const options = {
  ...kinds,
  affine,
  elastic,
  cutout,
  noise,
  'affine + elastic': { ...affine, ...elastic },
  'affine + cutout + noise': { ...affine, ...cutout, ...noise },
  all: { ...affine, ...elastic, ...cutout, ...noise },
};
for (const [name, variation] of Object.entries(options)) {
  const vary = augment(variation);
  works[name] = () => vary(images);
}

const only = process.argv[2];
for (const [name, work] of Object.entries(works)) {
  if (only !== undefined && !name.startsWith(only)) continue;
  const rates = rounds(work);
  console.log(`${name}: best ${rates[0]}, median ${rates[ROUNDS >> 1]} images/s`);
}

/** Images a second in each round, the most first. */
function rounds(work) {
  work();
  const rates = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return Math.round((IMAGES * 1e6) / (user + system));
  });
  return rates.sort((a, b) => b - a);
}
