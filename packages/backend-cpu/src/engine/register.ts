import { checkCount } from '@neutype/errors';
import { registerBackend, removeBackend, setBackend, engine as tfEngine } from '@tensorflow/tfjs-core';
import { engineKernels } from '../kernels/index.js';
import { CpuEngine } from './cpuEngine.js';
import { installKernel, watchStockKernels } from './kernel.js';
import type { EngineOptions } from './options.js';
import { createRuntime, type Runtime } from './runtime.js';

/** Above tfjs's own cpu backend, which has 1. */
const PRIORITY = 2;

/** What there is to say about the engine in use. */
export interface EngineInfo {
  /** The build of the kernels: simd, relaxed, wide, or javascript where WebAssembly SIMD is missing. */
  readonly variant: string;
  /** Why this one: that it was asked for, or what speaks for it and against a faster one. */
  readonly variantReason: string;
  /** Threads that take part once they have started, the calling one included. */
  readonly threads: number;
  /** Whether the memory is shared, without which there is one thread. */
  readonly sharedMemory: boolean;
  /** Bytes of tensors and intermediate values in engine memory. */
  readonly usedBytes: number;
  /** Size of the engine memory, which grows as needed and never shrinks. */
  readonly memoryBytes: number;
  /**
   * How many bytes it may become: what was asked for in whole pages of 64 KiB, or less where the platform does not
   * reserve that much address space (a half, a quarter and so on is then tried).
   */
  readonly memoryLimitBytes: number;
}

/** The package's own doings, which a second copy of the package takes from the first. */
export interface EnginePackage {
  configureEngine(options: EngineOptions): void;
  setThreads(threads: number): void;
  engineInfo(): EngineInfo;
}

const PACKAGE = Symbol.for('@neutype/backend-cpu');

/** Registers the engine once, however many copies of this package are loaded. */
export function registerOnce(): EnginePackage {
  const shared = globalThis as { [PACKAGE]?: EnginePackage };
  shared[PACKAGE] ??= registerEngine();
  return shared[PACKAGE];
}

function registerEngine(): EnginePackage {
  // tfjs makes the backend anew when it is first activated, and after a reset: what was asked for must outlive that.
  let asked: EngineOptions = {};
  let prepared: Runtime | undefined;
  function start() {
    if (prepared === undefined || prepared.closed) prepared = createRuntime(asked);
    return prepared;
  }
  let installed = installEngine(start);
  for (const kernel of engineKernels) installKernel(kernel);
  watchStockKernels(engineKernels);
  return {
    configureEngine(options) {
      // At once, so that what cannot run is told here and the engine in use stays.
      prepared = createRuntime(options);
      asked = options;
      installed = installEngine(start);
    },
    setThreads(threads) {
      checkCount('setThreads', threads);
      asked = { ...asked, threads };
      installed.current().runtime?.setThreads(threads);
    },
    engineInfo: () => describe(installed.current()),
  };
}

interface InstalledEngine {
  /** Starts the engine if nothing has yet. @throws what keeps it from starting */
  current(): CpuEngine;
}

/** Puts an engine in place of the backend 'cpu'. Tensors of the one before move over as they are used. */
function installEngine(runtime: () => Runtime | undefined): InstalledEngine {
  let failure: unknown;
  function factory() {
    try {
      return new CpuEngine(runtime());
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  const wasCurrent = tfEngine().backendName === 'cpu';
  if (tfEngine().backendNames().includes('cpu')) removeBackend('cpu');
  registerBackend('cpu', factory, PRIORITY);
  if (wasCurrent) void setBackend('cpu');
  return {
    current() {
      // tfjs only warns of an error in the factory.
      const backend = tfEngine().findBackend('cpu') as CpuEngine | undefined;
      if (backend === undefined) throw failure;
      return backend;
    },
  };
}

function describe({ runtime }: CpuEngine): EngineInfo {
  return {
    variant: runtime?.variant ?? 'javascript',
    variantReason:
      runtime?.variantReason ?? "this platform has no WebAssembly SIMD, or 'javascript' was asked for",
    threads: runtime?.pool.threads ?? 1,
    sharedMemory: runtime?.memory.shared ?? false,
    usedBytes: runtime?.heap.usedBytes ?? 0,
    memoryBytes: runtime?.memory.bytes() ?? 0,
    memoryLimitBytes: runtime?.memory.limitBytes ?? 0,
  };
}
