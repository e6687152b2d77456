import { describe, expect, it } from '@jest/globals';
import { random } from '@neutype/random';
import {
  constant,
  heNormal,
  heUniform,
  type Initializer,
  normal,
  uniform,
  xavierNormal,
  xavierUniform,
} from '../src/index.js';

const shape = [400, 200];

const statistics = (initializer: Initializer, of: readonly number[] = shape) => {
  const values = new Float32Array(of.reduce((product, length) => product * length, 1));
  initializer.fill(values, of, random(0));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { mean, std: Math.sqrt(variance), largest, values };
};

describe('initializers', () => {
  // What NeuPy gives for a shape of (400, 200), in theory and to within the error of 80,000 draws.
  it.each([
    [heNormal(), 0.05],
    [heNormal({ gain: 2 }), 0.0707107],
    [xavierNormal(), 0.0408248],
    [xavierNormal({ gain: 2 }), 0.057735],
    [normal(), 0.01],
  ])('$name has the standard deviation %f', (initializer, std) => {
    const measured = statistics(initializer);
    expect(measured.std / std).toBeGreaterThan(0.99);
    expect(measured.std / std).toBeLessThan(1.01);
    expect(Math.abs(measured.mean) / std).toBeLessThan(0.015);
    expect(measured.largest / std).toBeGreaterThan(3.5);
  });

  it.each([
    [heUniform(), 0.0866025],
    [heUniform({ gain: 2 }), 0.1224745],
    [xavierUniform(), 0.0707107],
    [uniform({ low: -2, high: 2 }), 2],
  ])('$name has the limit %f', (initializer, limit) => {
    const measured = statistics(initializer);
    expect(measured.largest).toBeLessThanOrEqual(limit * (1 + 1e-6));
    expect(measured.largest).toBeGreaterThan(limit * 0.999);
    expect(measured.std / (limit / Math.sqrt(3))).toBeCloseTo(1, 1);
    expect(Math.abs(measured.mean) / limit).toBeLessThan(0.01);
  });

  it('uniform begins at 0', () => {
    const { values } = statistics(uniform());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it('counts the inputs of filters over their whole field', () => {
    // NeuPy: (5, 5, 10, 6) has a fan-in of 250 and a fan-out of 150.
    expect(statistics(heUniform(), [5, 5, 10, 6]).largest).toBeCloseTo(Math.sqrt(3 / 250), 2);
    expect(statistics(xavierUniform(), [5, 5, 10, 6]).largest).toBeCloseTo(Math.sqrt(3 / 400), 2);
  });

  it('takes a vector as the inputs of one unit', () => {
    expect(statistics(heUniform(), [3000]).largest).toBeCloseTo(Math.sqrt(3 / 3000), 3);
    expect(statistics(xavierUniform(), [2999]).largest).toBeCloseTo(Math.sqrt(3 / 3000), 3);
  });

  it('constant fills', () => {
    expect(new Set(statistics(constant(0.5)).values)).toEqual(new Set([0.5]));
    expect(new Set(statistics(constant()).values)).toEqual(new Set([0]));
  });

  it.each([
    [constant(1), 'constant(1)'],
    [normal({ mean: 1 }), 'normal(mean=1, std=0.01)'],
    [uniform(), 'uniform(low=0, high=1)'],
    [heNormal({ gain: 2 }), 'heNormal(gain=2)'],
    [heUniform(), 'heUniform(gain=1)'],
    [xavierNormal(), 'xavierNormal(gain=1)'],
    [xavierUniform(), 'xavierUniform(gain=1)'],
  ])('names itself %#', (initializer, name) => expect(initializer.name).toBe(name));
});
