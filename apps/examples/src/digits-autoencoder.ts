/**
 * An autoencoder learns what handwritten digits have in common, without their labels: it gives back 784 pixels from two
 * numbers, and so lays the digits out on a plane. Leaves pictures in neutype-output/digits-autoencoder.
 *
 * What goes in must come out, but on its way it passes a layer of two units, the code. To lose little there, the network has to
 * find out how digits vary. Pixels that are always black are easy, so the measure is how much of the variance of the pixels comes
 * back: nothing for the mean digit, all of it for the digit itself. The best linear code of two numbers, that of a principal
 * component analysis, keeps 17 % of MNIST's.
 *
 * The settings and the target were chosen by 10,000 of the training digits, which are held back. Where MNIST is not at hand,
 * synthetic digits take its place.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { adam, autoencoder, mnist, ndarray, oneCycle, type Plot, plotImages, r2Score } from 'neutype';
import { digitPixels } from './support/digitPixels.js';
import { dots } from './support/dots.js';
import { expectAtLeast } from './support/target.js';

const folder = process.argv[2] ?? 'neutype-output/digits-autoencoder';
const epochs = 15;
const { train, test } = await mnist({ fallback: 'synthetic' });
const [digits, unseen] = [digitPixels(train), digitPixels(test)];
const held = digits.length - Math.floor(digits.length / 6);
const [learned, valid] = [digits.rows(0, Math.min(20_000, held)), digits.rows(held)];

const network = autoencoder({ hidden: [256, 64], code: 2 });
console.log(String(network));
const optimizer = adam(network, {
  loss: 'binaryCrossentropy',
  batchSize: 128,
  step: oneCycle(0.004, { epochs }),
  shuffleData: true,
  seed: 0,
  verbose: true,
});
await optimizer.train(learned, learned, valid, valid, { epochs });

// The two halves of the network are networks too, with the same parameters.
const encoder = network.until('code');
const decoder = network.from('decoder-1');

function explained(pixels: typeof unseen, given: typeof unseen): number {
  return Number(r2Score(pixels, given, { multioutput: 'varianceWeighted' }).toFixed(4));
}

const codes = await encoder.predict(unseen);
const given = await decoder.predict(codes);

/** Places between which equally many codes lie along each axis, row by row from the top. */
function placesOfPlane(perSide: number): number[][] {
  const axes = [0, 1].map((axis) => codes.data.filter((_, index) => index % 2 === axis).sort());
  const sides = Array.from({ length: perSide }, (_, index) => (index + 0.5) / perSide);
  const at = (axis: number, share: number) => axes[axis]![Math.floor(share * codes.length)]!;
  return sides.flatMap((down) => sides.map((right) => [at(0, right), at(1, 1 - down)]));
}

const side = 15;
const plane = await decoder.predict(placesOfPlane(side));
const shown = 10;
const pairs = ndarray([...unseen.rows(0, shown).data, ...given.rows(0, shown).data], [2 * shown, 784]);

function leave(name: string, picture: Plot): void {
  mkdirSync(folder, { recursive: true });
  const path = resolve(join(folder, `${name}.svg`));
  writeFileSync(path, picture.toSvg());
  console.log(path);
}

// As many kinds of digits as there are colors that are told apart at a glance.
const colored = Array.from(test.labels.data.subarray(0, 1000)).flatMap((label, row) =>
  label < 6 ? [row] : [],
);
leave(
  'reconstructions',
  plotImages(pairs, { columns: shown, title: 'Test digits, and what two numbers keep of them' }),
);
leave(
  'plane',
  plotImages(plane, { columns: side, count: side ** 2, title: 'What the decoder makes of each place' }),
);
leave('codes', dots('Codes of test digits from 0 to 5', codes.take(colored), test.labels.take(colored).data));

console.log(`Digits held back: ${explained(valid, await network.predict(valid))}`);
expectAtLeast('Explained variance of the test digits', explained(unseen, given), 0.4);
