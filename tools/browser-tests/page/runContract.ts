import '@neutype/backend-webgl';
import '@neutype/backend-webgpu';
import { engineInfo } from '@neutype/backend-cpu';
import { useBackend } from '@neutype/core';
import { type ContractResult, contractCases, runCases } from '@neutype/runtime-tests';

export interface ContractRun {
  readonly results: readonly ContractResult[];
  /** The CPU engine's variant and threads, where that is the backend. */
  readonly engine: { readonly variant: string; readonly threads: number } | undefined;
  readonly isolated: boolean;
}

export async function runContract(backend: string, leakSteps: number): Promise<ContractRun> {
  await useBackend(backend);
  const results = await runCases(contractCases({ leakSteps }));
  const { variant, threads } = engineInfo();
  return {
    results,
    engine: backend === 'cpu' ? { variant, threads } : undefined,
    isolated: crossOriginIsolated,
  };
}
