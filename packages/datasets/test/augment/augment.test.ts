import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { NeutypeError } from '@neutype/errors';
import { type NdArray, ndarray, zeros } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { type Curve, emptyCurve } from '../../src/augment/curve.js';
import { ElasticField } from '../../src/augment/elasticField.js';
import { type AugmentOptions, augment, type GrayImages, syntheticDigits } from '../../src/index.js';
import { errorOfDeviation, expectNear } from '../support/near.js';

/** A soft blob in the middle of an image: bilinear interpolation keeps its mass and its moments. */
function blob(count: number, size = 29): NdArray {
  const images = zeros([count, size, size]);
  const middle = (size - 1) / 2;
  for (let i = 0; i < images.size; i++) {
    const y = Math.floor((i % (size * size)) / size) - middle;
    const x = (i % size) - middle;
    images.data[i] = Math.exp(-(x * x) / 18 - (y * y) / 4.5);
  }
  return images;
}

/** Mass, center and spread of an image. */
function moments(image: NdArray): { mass: number; x: number; y: number; xx: number; xy: number; yy: number } {
  const size = image.shape[0]!;
  const sums = { mass: 0, x: 0, y: 0, xx: 0, xy: 0, yy: 0 };
  const middle = (size - 1) / 2;
  image.data.forEach((value, i) => {
    const y = Math.floor(i / size) - middle;
    const x = (i % size) - middle;
    sums.mass += value;
    sums.x += value * x;
    sums.y += value * y;
    sums.xx += value * x * x;
    sums.xy += value * x * y;
    sums.yy += value * y * y;
  });
  const { mass } = sums;
  const [x, y] = [sums.x / mass, sums.y / mass];
  return { mass, x, y, xx: sums.xx / mass - x * x, xy: sums.xy / mass - x * y, yy: sums.yy / mass - y * y };
}

function measured(options: AugmentOptions, count = 60): ReturnType<typeof moments>[] {
  const varied = augment(options)(blob(count));
  return Array.from({ length: count }, (_, i) => moments(varied.row(i)));
}
function range(values: number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

describe('each variation uses its full range and no more', () => {
  it('shift moves images up to its limit', () => {
    const [low, high] = range(measured({ shift: 3 }).flatMap(({ x, y }) => [x, y]));
    expect([low, high].every((value) => Math.abs(value) < 3.05)).toBe(true);
    expect(high - low).toBeGreaterThan(5);
  });

  it('rotate turns images up to its limit', () => {
    const angles = measured({ rotate: 30 }).map(
      ({ xx, xy, yy }) => (Math.atan2(2 * xy, xx - yy) * 90) / Math.PI,
    );
    const [low, high] = range(angles);
    expect([low, high].every((value) => Math.abs(value) < 31)).toBe(true);
    expect(high - low).toBeGreaterThan(50);
  });

  it('scale resizes images within its range', () => {
    const [plain] = measured({ shift: 0 }, 1);
    const sizes = measured({ scale: [0.8, 1.2] }).map(({ mass }) => Math.sqrt(mass / plain!.mass));
    const [low, high] = range(sizes);
    expect(low).toBeGreaterThan(0.79);
    expect(high).toBeLessThan(1.21);
    expect(high - low).toBeGreaterThan(0.33);
  });

  it('shear moves the top against the bottom and keeps the height', () => {
    const [plain] = measured({ shift: 0 }, 1);
    const sheared = measured({ shear: 0.3 });
    const [low, high] = range(sheared.map(({ xy, yy }) => xy / yy));
    expect([low, high].every((value) => Math.abs(value) < 0.31)).toBe(true);
    expect(high - low).toBeGreaterThan(0.5);
    // Rows keep their place, and a row's mass does not change between pixels: nothing but what leaves the image.
    for (const { yy } of sheared) expect(Math.abs(yy / plain!.yy - 1)).toBeLessThan(1e-3);
  });

  it('cutout empties a square', () => {
    const full = ndarray(new Float32Array(400 * 20).fill(1), [20, 20, 20]);
    const emptied = augment({ cutout: 6 })(full);
    const counts = Array.from({ length: 20 }, (_, i) => 400 - emptied.row(i).sum());
    expect(Math.max(...counts)).toBe(36);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(9);
    counts.forEach((count, i) => {
      const empty = Array.from(emptied.row(i).data.keys()).filter((at) => emptied.row(i).data[at] === 0);
      const [left, right] = range(empty.map((at) => at % 20));
      const [top, bottom] = range(empty.map((at) => Math.floor(at / 20)));
      expect(count).toBe((right - left + 1) * (bottom - top + 1));
    });
    expect(full.sum()).toBe(8000);
  });

  it('noise has its deviation; on bytes it stays within 0 and 255', () => {
    const noisy = augment({ noise: 0.2 })(zeros([50, 28, 28]));
    expectNear(noisy.std(), 0.2, errorOfDeviation(0.2, noisy.size));
    expectNear(noisy.mean(), 0, 0.2 / Math.sqrt(noisy.size));
    const bytes = augment({ noise: 30 })(ndarray(new Uint8Array(784 * 20).fill(250), [20, 784]));
    expect(bytes.max()).toBe(255);
    expect(bytes.min()).toBeGreaterThan(100);
  });
});

/** What a field adds to the coordinates of a row of pixels. */
function displacements(field: ElasticField, row: number): [x: number[], y: number[]] {
  const [x, y]: [number[], number[]] = [[], []];
  const [alongX, alongY] = [emptyCurve(), emptyCurve()];
  field.startRow(row);
  for (let stretch = 0; stretch < field.stretches; stretch++) {
    field.follow(stretch, x.length, alongX, alongY);
    while (x.length < field.endOf(stretch)) {
      x.push(next(alongX));
      y.push(next(alongY));
    }
  }
  return [x, y];
}

function next(curve: Curve): number {
  const { value } = curve;
  curve.value += curve.first;
  curve.first += curve.second;
  curve.second += curve.third;
  return value;
}

describe('elastic deformation', () => {
  const size = 56;
  const field = new ElasticField(size, size, { alpha: 34, sigma: 4 });
  const source = random(1);
  const fields = Array.from({ length: 100 }, () => {
    field.draw(source);
    const rows = Array.from({ length: size }, (_, row) => displacements(field, row));
    return [rows.flatMap(([x]) => x), rows.flatMap(([, y]) => y)].map((values) => Float64Array.from(values));
  }).flat();

  it("has the deviation of Simard's smoothed field", () => {
    const squares = fields.reduce((sum, values) => sum + values.reduce((a, b) => a + b * b, 0), 0);
    const deviation = Math.sqrt(squares / (200 * size * size));
    // Uniform numbers have the deviation 1/√3, and the Gaussian's squares add up to 1 / (4 π sigma²).
    // Squares of displacements at distance d correlate as exp(-d² / 2 sigma²), which is 2 π sigma² pixels to each number.
    const independent = (200 * size * size) / (2 * Math.PI * 4 * 4);
    const expected = 34 / Math.sqrt(3) / (2 * 4 * Math.sqrt(Math.PI));
    expectNear(deviation / expected, 1, errorOfDeviation(1, independent));
  });

  it("is as smooth as Simard's: neighbors at distance d correlate as exp(-d² / 4 sigma²)", () => {
    function correlation(distance: number): number {
      let [product, square] = [0, 0];
      for (const values of fields) {
        for (let row = 0; row < size; row++) {
          for (let column = 0; column + distance < size; column++) {
            product += values[row * size + column]! * values[row * size + column + distance]!;
            square += values[row * size + column]! ** 2;
          }
        }
      }
      return product / square;
    }
    for (const distance of [2, 4, 8, 14]) {
      expect(Math.abs(correlation(distance) - Math.exp(-(distance ** 2) / 64))).toBeLessThan(0.05);
    }
  });

  it("is normally distributed, as Simard's is but for a kurtosis of -1.2 / (2 π sigma²)", () => {
    const values = fields.flatMap((values) => [...values]);
    const moment = (power: number): number =>
      values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    expect(Math.abs(moment(4) / moment(2) ** 2 - 3)).toBeLessThan(0.15);
  });

  it('deviates as much at every pixel, wherever the knots are', () => {
    const squares = Array.from({ length: size }, (_, column) => {
      const down = fields.flatMap((values) =>
        [0, 14, 28, 42].map((row) => values[row * size + column]! ** 2),
      );
      return down.reduce((a, b) => a + b) / down.length;
    });
    const mean = squares.reduce((a, b) => a + b) / size;
    // 800 nearly independent squares: a relative standard error of sqrt(2 / 800) = 0.05.
    for (const square of squares) expect(Math.abs(square / mean - 1)).toBeLessThan(0.2);
  });

  it('moves along both axes independently', () => {
    let product = 0;
    for (let i = 0; i < 200; i += 2) {
      fields[i]!.forEach((value, at) => {
        product += value * fields[i + 1]![at]!;
      });
    }
    const covariance = product / (100 * size * size);
    expect(Math.abs(covariance)).toBeLessThan(0.2);
  });

  it('leaves images as they are at strength 0', () => {
    const { images } = syntheticDigits({ samples: 5 });
    expect(augment({ elastic: { alpha: 0, sigma: 4 } })(images)).toEqual(images);
  });

  it('bends digits and keeps about their ink', () => {
    const { images } = syntheticDigits({ samples: 100 });
    const bent = augment({ elastic: { alpha: 34, sigma: 4 } })(images);
    expect(bent.dtype).toBe('uint8');
    expect(bent.sum() / images.sum()).toBeGreaterThan(0.9);
    expect(bent.sum() / images.sum()).toBeLessThan(1.1);
    expect(bent).not.toEqual(images);
  });
});

describe('calls', () => {
  const options = { shift: 2, rotate: 10, elastic: { alpha: 20, sigma: 4 }, noise: 5, cutout: 4, seed: 8 };
  const { images } = syntheticDigits({ samples: 20 });

  it('draw new random numbers each time, all decided by the seed', () => {
    const [first, second] = [augment(options), augment(options)];
    const calls = [first(images), first(images)];
    expect(calls[0]).not.toEqual(calls[1]);
    expect([second(images), second(images)]).toEqual(calls);
  });

  it('give the same pictures for a seed in every version of Node and of this package', () => {
    const pixels = createHash('sha256').update(augment(options)(images).data).digest('hex');
    expect(pixels).toBe('42f4be1ee89b4b8d1a55aa923a3affbbd9f4052b10c84a0e35c62c3e21e572fc');
  });

  it('never change their input, and copy it without options', () => {
    const before = images.data.slice();
    const copy = augment({})(images);
    augment(options)(images);
    expect(images.data).toEqual(before);
    expect(copy).toEqual(images);
    expect(copy.data).not.toBe(images.data);
  });

  it('bytes and float32 are varied alike', () => {
    const still = { ...options, noise: 0 };
    const bytes = augment(still)(images);
    const floats = augment(still)(images.toFloat32());
    const difference = bytes.toFloat32().subtract(floats);
    expect(Math.max(difference.max(), -difference.min())).toBeLessThanOrEqual(0.501);
  });

  it('take nested arrays, clamped bytes, and bytes that share their memory', () => {
    const shared = Buffer.alloc(64).subarray(8, 40).fill(200);
    const before = Uint8Array.from(shared);
    const varied = augment({ cutout: 2 })(ndarray(shared as Uint8Array, [2, 4, 4]));
    expect(Uint8Array.from(shared)).toEqual(before);
    expect(varied.size).toBe(32);
    const clamped = augment(options)(ndarray(Uint8ClampedArray.from(images.data), images.shape));
    expect([...clamped.data]).toEqual([...augment(options)(images).data]);
    expect(clamped.dtype).toBe('uint8clamped');
    expect(augment({})([[1, 2, 3, 4]])).toEqual(ndarray([[1, 2, 3, 4]]));
  });

  it.each([
    [{ shift: -1 }, 'augment, shift: expected a number from 0, got -1.'],
    [{ rotate: Number.NaN }, 'augment, rotate: expected a number from 0, got NaN.'],
    [{ shear: '0.1' }, "augment, shear: expected a number from 0, got '0.1'."],
    [{ noise: Number.POSITIVE_INFINITY }, 'augment, noise: expected a number from 0, got Infinity.'],
    [{ cutout: 1.5 }, 'augment, cutout: expected a whole number from 0, got 1.5.'],
    [{ scale: [1.2, 1] }, 'augment, scale: expected two ascending numbers, got [1.2, 1].'],
    [{ scale: [0, 1] }, 'augment, scale: expected a number above 0, got 0.'],
    [{ scale: 1.2 }, 'augment, scale: expected two ascending numbers, got 1.2.'],
    [{ elastic: { alpha: 1, sigma: 0 } }, 'augment, elastic.sigma: expected a number above 0, got 0.'],
    [{ elastic: { alpha: 1 } }, 'augment, elastic.sigma: expected a number above 0, got undefined.'],
    [{ elastic: 34 }, 'augment, elastic: expected options as an object, got 34.'],
    [{ elastic: { alpha: 1, sigma: 4, beta: 2 } }, "got 'beta'"],
    [{ seed: 'x' }, "augment, seed: expected a whole number, got 'x'."],
    [{ rotation: 45 }, "got 'rotation'. It is called 'rotate' here."],
    [{ degrees: 45 }, "got 'degrees'. It is called 'rotate' here."],
    [undefined, 'augment: expected options as an object, got undefined.'],
  ])('refuse the options %p', (wrong, message) => {
    expect(() => augment(wrong as AugmentOptions)).toThrow(NeutypeError);
    expect(() => augment(wrong as AugmentOptions)).toThrow(message);
  });

  it.each([
    [
      zeros([3, 10]),
      'augment, images: expected the shape [?, height, width], or [?, pixels] of square images, got [3, 10].',
    ],
    [zeros([9]), 'got [9]'],
    [zeros([3, 4], 'int8'), 'augment, images: expected bytes or float32, got int8. Take images.toFloat32().'],
    [zeros([3, 4], 'float64'), 'got float64'],
    [[[1, null]], 'augment, images: expected a number, got null at [0][1].'],
    [
      'image',
      "augment, images: expected an NdArray, nested arrays of numbers or a typed array, got 'image'.",
    ],
  ])('refuse images that cannot be: %#', (wrong, message) => {
    expect(() => augment({})(wrong as GrayImages)).toThrow(NeutypeError);
    expect(() => augment({})(wrong as GrayImages)).toThrow(message);
  });
});
