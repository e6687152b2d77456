import { describe, expect, it } from '@jest/globals';
import { engine, ones, relu, setBackend, sum, tidy } from '@tensorflow/tfjs-core';
import { CpuEngine } from '../../src/engine/cpuEngine.js';
import { createRuntime } from '../../src/engine/runtime.js';
import '../../src/index.js';

await setBackend('cpu');
function cpu(): CpuEngine {
  return engine().backend as unknown as CpuEngine;
}
function used(): number {
  return cpu().runtime!.heap.usedBytes;
}

describe('engine memory that a kernel takes', () => {
  it('is given back when the kernel fails, its temporary blocks too', () => {
    const before = used();
    const failing = () =>
      cpu().freeingOnThrow(() => {
        cpu().temporary(10_000);
        cpu().output([50, 50]);
        throw new Error('in the middle');
      });
    for (let times = 0; times < 3; times++) expect(failing).toThrow('in the middle');
    expect(used()).toBe(before);
  });

  it('is given back by a reduction in several steps', () => {
    const x = relu(ones([30, 20, 40]));
    const total = () => tidy(() => sum(x, [0, 2]).dataSync()[0]);
    expect(total()).toBe(1200);
    const before = used();
    for (let times = 0; times < 10; times++) total();
    expect(used()).toBe(before);
    x.dispose();
  });

  it('for scratch is what the largest took, and no more', () => {
    const runtimes = [createRuntime({ threads: 2 })!, createRuntime({ threads: 2 })!];
    for (const bytes of [10_000, 100_000, 300_000]) runtimes[0]!.reserveScratch(bytes);
    runtimes[1]!.reserveScratch(300_000);
    expect(runtimes[0]!.heap.usedBytes).toBe(runtimes[1]!.heap.usedBytes);
    for (const runtime of runtimes) runtime.close();
  });

  it('for staging is zero, whatever lay there before', () => {
    const engineAlone = new CpuEngine(createRuntime({ threads: 1 })!);
    const dirty = engineAlone.runtime!.allocate(4096, 'a test');
    new Float32Array(engineAlone.runtime!.memory.memory.buffer, dirty.address, 1024).fill(7);
    engineAlone.free(dirty);
    const staging = engineAlone.allocateStaging([1024], 'float32');
    expect(staging.view().byteOffset).toBe(dirty.address);
    expect(staging.view().every((value) => value === 0)).toBe(true);
    engineAlone.dispose();
  });
});
