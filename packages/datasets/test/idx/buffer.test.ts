import { describe, expect, it } from '@jest/globals';
import { parseIdx } from '../../src/index.js';

describe('parseIdx', () => {
  it('gives arrays whose slice is a copy, also for a Buffer of Node', () => {
    const { data } = parseIdx(Buffer.from([0, 0, 8, 1, 0, 0, 0, 2, 5, 6]));
    const copy = data.slice();
    copy[0] = 9;
    expect([...data]).toEqual([5, 6]);
  });
});
