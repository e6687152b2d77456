import { describe, expect, it } from '@jest/globals';
import { backendNames, diagnoseBackends, useBackend } from '@neutype/core';
import { engine, getKernel, matMul, ones } from '@tensorflow/tfjs-core';
import { configureEngine, engineInfo, setThreads } from '../../src/index.js';

describe('the package', () => {
  it('takes the place of the cpu backend, with tfjs and with @neutype/core', async () => {
    await useBackend('cpu');
    expect(engine().backend.constructor.name).toBe('CpuEngine');
    expect(backendNames()).toContain('cpu');
    const [diagnosis] = (await diagnoseBackends()).filter(({ name }) => name === 'cpu');
    expect(diagnosis).toMatchObject({
      available: true,
      detail: expect.stringMatching(/^WebAssembly, variant \w+, \d+ thread/),
    });
  });

  it('is registered once, however many copies of it are loaded', async () => {
    const kernel = getKernel('BatchMatMul', 'cpu');
    const before = engine().backend;
    const copy = (await import('../../src/index.js?another-copy' as string)) as { engineInfo: unknown };
    expect(copy.engineInfo).toBe(engineInfo);
    expect(getKernel('BatchMatMul', 'cpu')).toBe(kernel);
    expect(engine().backend).toBe(before);
  });

  it('is configured anew while tensors live, which move over', () => {
    const x = matMul(ones([4, 5]), ones([5, 3]));
    configureEngine({ variant: 'simd', threads: 1 });
    expect(engineInfo()).toMatchObject({ variant: 'simd', threads: 1 });
    expect(matMul(x, ones([3, 1])).dataSync()[3]).toBe(15);
    setThreads(2);
    expect(engineInfo().threads).toBe(2);
    configureEngine({});
    expect(x.dataSync()[0]).toBe(5);
  });

  it('refuses settings that make no sense, and keeps the engine that was', () => {
    const before = engineInfo();
    expect(() => configureEngine({ threads: 0 })).toThrow('a whole number from 1, not 0');
    expect(() => configureEngine({ variant: 'avx' as 'simd' })).toThrow(
      "simd, relaxed, wide, javascript, not 'avx'",
    );
    expect(() => setThreads(1.5)).toThrow('not 1.5');
    expect(engineInfo()).toEqual(before);
  });

  it('refuses the 256-bit variant where V8 cannot run it, else checks it', () => {
    const wide = () => configureEngine({ variant: 'wide' });
    if (Number(process.versions.node.split('.')[0]) < 24) {
      expect(wide).toThrow("needs V8's revectorizer, which works from Node 24 on");
    } else {
      wide();
      expect(matMul(ones([40, 30]), ones([30, 50])).dataSync()[1999]).toBe(30);
      configureEngine({});
    }
  });

  it('runs on plain JavaScript when told to', () => {
    configureEngine({ variant: 'javascript' });
    expect(engineInfo()).toMatchObject({ variant: 'javascript', threads: 1, memoryBytes: 0 });
    expect([...matMul(ones([2, 3]), ones([3, 2])).dataSync()]).toEqual([3, 3, 3, 3]);
    configureEngine({});
  });
});
