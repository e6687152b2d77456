import { describe, expect, it } from '@jest/globals';
import * as layers from '../src/index.js';
import { LAYERS, nearestLayer } from '../src/layerNames.js';

describe('the names of layers', () => {
  it('are those of functions that the package exports', () => {
    const exported: Readonly<Record<string, unknown>> = layers;
    const missing = Object.keys(LAYERS).filter((name) => typeof exported[name] !== 'function');
    expect(missing).toEqual([]);
  });

  it('are found from what NeuPy, Keras and PyTorch call them', () => {
    for (const [name, { neupy = '', keras = '', pytorch = '' }] of Object.entries(LAYERS)) {
      for (const other of [neupy, keras, pytorch].join().split(',')) {
        if (other.trim() === '') continue;
        const nearest = nearestLayer(other.trim()) ?? 'none';
        expect([name, ...layersCalled(other.trim())]).toContain(nearest);
      }
    }
  });
});

/** NeuPy's Elementwise is two of ours: add() and multiply(). */
function layersCalled(other: string): readonly string[] {
  return Object.keys(LAYERS).filter((name) => {
    const { neupy = '', keras = '', pytorch = '' } = LAYERS[name] ?? {};
    return [name, neupy, keras, pytorch].some((names) =>
      names.split(',').some((each) => each.trim().toLowerCase() === other.toLowerCase()),
    );
  });
}
