import { describe, expect, it } from '@jest/globals';
import { KeptEpochs } from '../src/worker/timeline/keptEpochs.js';

/** Weights of so many bytes. */
function epochOf(epoch: number, bytes: number) {
  return { epoch, weights: [new Float32Array(bytes / 8), new Float32Array(bytes / 8)] };
}

function keep(epochs: number, bytes: number, mostBytes: number): KeptEpochs<ReturnType<typeof epochOf>> {
  const kept = new KeptEpochs<ReturnType<typeof epochOf>>(mostBytes);
  for (let epoch = 0; epoch <= epochs; epoch++) kept.keep(epochOf(epoch, bytes));
  return kept;
}

describe('epochs that are kept', () => {
  it('are all there while they find room', () => {
    const kept = keep(9, 80, 800);
    expect(kept.epochs).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(kept.every).toBe(1);
    expect(kept.at(4)?.epoch).toBe(4);
    expect(kept.at(10)).toBeUndefined();
  });

  it('are every second, then every fourth when there are too many, and the last', () => {
    expect(keep(10, 80, 800).epochs).toEqual([0, 2, 4, 6, 8, 10]);
    expect(keep(11, 80, 800).epochs).toEqual([0, 2, 4, 6, 8, 10, 11]);
    expect(keep(12, 80, 800).epochs).toEqual([0, 2, 4, 6, 8, 10, 12]);
    expect(keep(41, 80, 800).epochs).toEqual([0, 8, 16, 24, 32, 40, 41]);
  });

  it('never take more than their room, and lie evenly, the first and the last among them', () => {
    for (let room = 2; room <= 12; room++) {
      for (let epochs = 1; epochs <= 60; epochs++) {
        const { epochs: found, every } = keep(epochs, 80, 80 * room);
        expect(found.length).toBeLessThanOrEqual(room);
        expect([found[0], found.at(-1)]).toEqual([0, epochs]);
        const inner = found.slice(0, -1);
        expect(inner).toEqual(inner.map((_, index) => index * every));
      }
    }
  });

  it('are none where two are too large, which is said', () => {
    const kept = keep(3, 808, 1600);
    expect(kept.epochs).toEqual([]);
    expect(kept.isTooLarge).toBe(true);
    kept.forget();
    expect(kept.isTooLarge).toBe(false);
  });
});
