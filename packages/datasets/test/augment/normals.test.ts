import { describe, expect, it } from '@jest/globals';
import { random } from '@neutype/random';
import { Normals } from '../../src/augment/normals.js';

const SAMPLES = 400_000;
function sample(seed: number): Float64Array {
  return new Normals(SAMPLES).draw(random(seed));
}

describe('normal numbers in bulk', () => {
  const values = sample(1);

  it('have the moments of the normal distribution', () => {
    const moment = (power: number): number =>
      values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    // Standard errors of the first four moments: 1, sqrt(2), sqrt(15), sqrt(96), each over sqrt(n).
    const bound = 4 / Math.sqrt(SAMPLES);
    expect(Math.abs(moment(1))).toBeLessThan(bound);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(bound * Math.sqrt(2));
    expect(Math.abs(moment(3))).toBeLessThan(bound * Math.sqrt(15));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(bound * Math.sqrt(96));
  });

  // Probabilities beyond both ±x: SciPy, 2 * scipy.stats.norm.sf(x).
  it.each([
    [0.1, 0.9203443445],
    [0.6744897502, 0.5],
    [1, 0.3173105079],
    [2, 0.0455002639],
    [3, 0.0026997961],
    [3.5, 0.0004652582],
    [4, 0.0000633425],
  ])('lie beyond ±%d with probability %d, evenly on both sides', (limit, probability) => {
    const above = values.filter((value) => value > limit).length;
    const below = values.filter((value) => value < -limit).length;
    const side = (SAMPLES * probability) / 2;
    const bound = 4 * Math.sqrt(side);
    expect(Math.abs(above - side)).toBeLessThan(bound);
    expect(Math.abs(below - side)).toBeLessThan(bound);
  });

  it('fill arrays of an odd length to the end', () => {
    const odd = new Normals(5).draw(random(3));
    expect(odd.every((value) => value !== 0)).toBe(true);
    expect(odd.subarray(0, 4)).toEqual(new Normals(4).draw(random(3)));
  });

  it('depend on the seed alone', () => {
    expect(sample(1)).toEqual(values);
    expect(sample(2)).not.toEqual(values);
  });

  it('are uncorrelated with their neighbors', () => {
    const products = values.subarray(1).reduce((sum, value, i) => sum + value * values[i]!, 0);
    expect(Math.abs(products / Math.sqrt(SAMPLES))).toBeLessThan(4);
  });
});
