/**
 * How many images a second are generated and varied on one core: node tools/speed.mjs
 *
 * The time is the processor's, not the clock's, so that other work on the machine does not count; best of several runs.
 */
import { augment, syntheticDigits } from '@neutype/datasets';

const IMAGES = 10_000;
const { images } = syntheticDigits({ samples: IMAGES, seed: 0 });
const affine = { shift: 2, rotate: 10, scale: [0.9, 1.1], shear: 0.1 };
const elastic = { elastic: { alpha: 34, sigma: 4 } };

const works = {
  'synthetic digits': () => syntheticDigits({ samples: IMAGES, seed: 0 }),
  'shift, rotate, scale, shear': varying(affine),
  'elastic (Simard 2003)': varying(elastic),
  'shift, rotate, scale, shear, elastic': varying({ ...affine, ...elastic }),
  cutout: varying({ cutout: 8 }),
  noise: varying({ noise: 10 }),
};

const only = process.argv[2];
for (const [name, work] of Object.entries(works)) {
  if (only === undefined || name.startsWith(only)) console.log(`${name}: ${best(work)} images/s`);
}

function varying(options) {
  const vary = augment(options);
  return () => vary(images);
}

function best(work) {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 10; run++) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1e6);
  }
  return Math.round(IMAGES / least);
}
