import { describe, expect, it } from '@jest/globals';
import { assertShape, NeutypeError, ShapeError } from '../src/index.js';

describe('NeutypeError', () => {
  it('makes its message of its parts', () => {
    const problem = {
      where: 'relu(500)',
      expected: 'input of rank 2',
      received: 'rank 4',
      remedy: 'Flatten it.',
    };
    const error = new ShapeError(problem);
    expect(error.message).toBe('relu(500): expected input of rank 2, got rank 4. Flatten it.');
    expect(error.name).toBe('ShapeError');
    expect(error).toBeInstanceOf(NeutypeError);
    expect(error.problem).toEqual(problem);
    expect(new ShapeError({ where: 'x', expected: 'y' }).message).toBe('x: expected y.');
  });

  it('keeps its cause', () => {
    const cause = new Error('below');
    expect(new NeutypeError('above', { cause }).cause).toBe(cause);
  });
});

describe('shapes', () => {
  it('are held to what was expected', () => {
    expect(() => assertShape('labels', [128, 10], [null, 10])).not.toThrow();
    expect(() => assertShape('labels', [128], [null, 10])).toThrow(ShapeError);
    expect(() => assertShape('labels', [128, 9], [null, 10])).toThrow(
      'labels: expected shape [?, 10], got [128, 9].',
    );
  });
});
