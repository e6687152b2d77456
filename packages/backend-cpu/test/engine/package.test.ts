import { describe, expect, it } from '@jest/globals';
import { backendNames, diagnoseBackends, useBackend } from '@neutype/core';
import { OptionError } from '@neutype/errors';
import { engine, getKernel, matMul, ones, relu } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
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
    expect(() => configureEngine({ threads: 0 })).toThrow(
      'option threads: expected a whole number from 1, got 0',
    );
    expect(() => configureEngine({ variant: 'avx' as 'simd' })).toThrow(
      "option variant: expected one of 'simd', 'relaxed', 'wide', 'javascript', got 'avx'",
    );
    expect(() => setThreads(1.5)).toThrow('setThreads: expected a whole number from 1, got 1.5');
    for (const memoryLimitBytes of [
      Number.NaN,
      0,
      -1,
      2 ** 22 - 1,
      2 ** 32 + 1,
      Infinity,
      '1GB',
      '8388608',
    ]) {
      const configure = () => configureEngine({ memoryLimitBytes: memoryLimitBytes as number });
      expect(configure).toThrow(/memoryLimitBytes: .* from 4194304 \(4 MiB\) to 4294967296 \(4 GiB\), got /);
    }
    expect(() => configureEngine({ nThreads: 2 } as object)).toThrow(
      "got 'nThreads'. Did you mean 'threads'?",
    );
    expect(() => configureEngine({ memoryLimit: 2 ** 30 } as object)).toThrow(OptionError);
    expect(engineInfo()).toEqual(before);
  });

  it('takes the smallest memory limit and the largest', () => {
    configureEngine({ memoryLimitBytes: 2 ** 22 });
    expect(engineInfo().memoryLimitBytes).toBe(2 ** 22);
    configureEngine({ memoryLimitBytes: 2 ** 32 });
    expect(engineInfo().memoryLimitBytes).toBeLessThan(2 ** 32);
    configureEngine({});
  });

  it('is as it was configured after tfjs was reset', async () => {
    configureEngine({ variant: 'simd', threads: 1, memoryLimitBytes: 2 ** 26 });
    setThreads(2);
    await useBackend('cpu');
    const { runtime } = engine().backend as unknown as CpuEngine;
    engine().reset();
    await useBackend('cpu');
    const cpu = engine().backend as unknown as CpuEngine;
    expect(cpu.runtime).not.toBe(runtime);
    expect(engineInfo()).toMatchObject({ variant: 'simd', threads: 2, memoryLimitBytes: 2 ** 26 });
    const x = relu(ones([3]));
    const { recording } = cpu.recordStep(() => relu(x));
    recording!.compile().replay();
    configureEngine({});
  });

  it('refuses the 256-bit variant where V8 cannot run it, else checks it', () => {
    const wide = () => configureEngine({ variant: 'wide' });
    if (Number(process.versions.node.split('.')[0]) < 24) {
      expect(wide).toThrow("needs V8's revectorizer and so Node 24");
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
