import { valueAndGradients } from '@neutype/core';
import type { Network } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { mul, type Scalar, sum, tensor, variable } from '@tensorflow/tfjs-core';
import type { UnitName, UnitStory } from '../../shared/activity.js';
import { DIGIT_PIXELS, DIGIT_SIDE } from '../../shared/recipe.js';
import type { Trained } from '../predictDrawing.js';
import type { Plan } from './activityOf.js';
import type { PlannedColumn } from './columns.js';
import type { ShownDigit } from './otherDigits.js';

const MOST_DIGITS = 9;

/** How much each digit excites each unit of a column: `[digits, units]`. A map is as excited as its most excited place. */
export async function excitementOf(
  { network, mean }: Trained,
  column: PlannedColumn,
  digits: readonly ShownDigit[],
): Promise<Float32Array> {
  const part = network.until(column.shownLayer);
  const { data } = await part.predict(
    ndarray(inputsOf(digits, mean), [digits.length, ...network.inputShape]),
  );
  const { count } = column;
  const size = data.length / digits.length;
  const excitement = new Float32Array(digits.length * count).fill(Number.NEGATIVE_INFINITY);
  for (let at = 0; at < data.length; at++) {
    const cell = Math.floor(at / size) * count + (at % count);
    excitement[cell] = Math.max(excitement[cell] as number, data[at] as number);
  }
  return excitement;
}

/** What excites a unit, from how much each of some digits does. */
export async function unitStory(
  trained: Trained,
  { columns, joints }: Plan,
  name: UnitName,
  digits: readonly ShownDigit[],
  excitement: Float32Array,
): Promise<UnitStory> {
  const index = columns.findIndex(({ layer }) => layer === name.layer);
  const column = columns[index] as PlannedColumn;
  const values = digits.map((_, digit) => excitement[digit * column.count + name.unit] as number);
  const exciting = digits
    .map((digit, at) => ({ ...digit, value: values[at] as number }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, MOST_DIGITS);
  const joint = joints.find(({ from, to }) => to === index && columns[from]?.kind === 'image');
  const picture =
    joint?.by === 'filters'
      ? await filterPicture(joint.weight, name.unit)
      : await gradientPicture(trained, column, name.unit, exciting);
  return { ...name, ...picture, digits: exciting, seen: digits.length };
}

type Picture = Pick<UnitStory, 'picture' | 'rows' | 'columns' | 'weights'>;

async function filterPicture(
  weight: {
    readonly shape: readonly number[];
    read(): Promise<{ readonly length: number } & ArrayLike<number>>;
  },
  unit: number,
): Promise<Picture> {
  const [rows = 1, columns = 1, , filters = 1] = weight.shape;
  const values = await weight.read();
  const weights = Float32Array.from(
    { length: rows * columns },
    (_, at) => values[at * filters + unit] as number,
  );
  return { picture: 'filter', rows, columns, weights };
}

/** How a unit's activation changes with each pixel, in the mean over some digits: for units on the pixels, their weights. */
async function gradientPicture(
  { network, mean }: Trained,
  { count, shownLayer }: PlannedColumn,
  unit: number,
  digits: readonly ShownDigit[],
): Promise<Picture> {
  const weights = new Float32Array(DIGIT_PIXELS);
  const picture = { picture: 'gradient', rows: DIGIT_SIDE, columns: DIGIT_SIDE, weights } as const;
  if (digits.length === 0) return picture;
  const gradient = await meanGradient(
    network.until(shownLayer),
    inputsOf(digits, mean),
    digits.length,
    (outputs) => mostExcited(outputs, digits.length, count, unit),
  );
  weights.set(gradient);
  return picture;
}

/** @param choose which outputs' gradients are taken: factors for all of them */
async function meanGradient(
  network: Network,
  x: Float32Array,
  samples: number,
  choose: (outputs: Float32Array) => Float32Array,
): Promise<Float32Array> {
  const initial = tensor(x, [samples, ...network.inputShape]);
  const pixels = variable(initial);
  initial.dispose();
  const scores = network.forwardLogits(pixels);
  const factors = tensor(choose(await scores.data<'float32'>()), scores.shape);
  scores.dispose();
  try {
    const { value, gradients } = valueAndGradients(
      () => sum(mul(network.forwardLogits(pixels), factors)) as Scalar,
      [pixels],
    );
    value.dispose();
    const values = (await gradients[0]?.data<'float32'>()) ?? new Float32Array(x.length);
    gradients[0]?.dispose();
    return meanRow(values, samples);
  } finally {
    pixels.dispose();
    factors.dispose();
  }
}

/** A one for each sample, where the unit is most excited. */
function mostExcited(outputs: Float32Array, samples: number, count: number, unit: number): Float32Array {
  const size = outputs.length / samples;
  const chosen = new Float32Array(outputs.length);
  for (let sample = 0; sample < samples; sample++) {
    let best = sample * size + unit;
    for (let at = best; at < (sample + 1) * size; at += count) {
      if ((outputs[at] as number) > (outputs[best] as number)) best = at;
    }
    chosen[best] = 1;
  }
  return chosen;
}

function meanRow(rows: Float32Array, count: number): Float32Array {
  const size = rows.length / count;
  return Float32Array.from({ length: size }, (_, at) => {
    let total = 0;
    for (let row = 0; row < count; row++) total += rows[row * size + at] as number;
    return total / count;
  });
}

function inputsOf(digits: readonly ShownDigit[], mean: Float32Array): Float32Array {
  const x = new Float32Array(digits.length * DIGIT_PIXELS);
  digits.forEach(({ image }, row) => {
    image.forEach((ink, pixel) => {
      x[row * DIGIT_PIXELS + pixel] = ink / 255 - (mean[pixel] as number);
    });
  });
  return x;
}
