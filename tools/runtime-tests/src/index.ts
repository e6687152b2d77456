import type { ContractCase } from './contractCase.js';
import { gradientContract } from './gradientContract.js';
import { layerContract } from './layerContract.js';
import { leakContract } from './leakContract.js';
import { lossContract } from './lossContract.js';
import { networkContract } from './networkContract.js';
import { networkGradientContract } from './networkGradientContract.js';
import { operationContract } from './operationContract.js';
import { trainingContract } from './trainingContract.js';

export { type ContractCase, type ContractResult, runCases } from './contractCase.js';

export interface ContractOptions {
  /** Steps of each leak test: 2,000 unless said otherwise. Fewer where a step takes long. */
  readonly leakSteps?: number;
}

/**
 * What every backend must do, as cases to run on the current one (after `useBackend`): in jest, one `it` for each; in a
 * page, through {@link runCases}.
 *
 * @example
 * ```ts
 * await useBackend('webgl');
 * const results = await runCases(contractCases({ leakSteps: 200 }));
 * ```
 */
export function contractCases({ leakSteps = 2000 }: ContractOptions = {}): readonly ContractCase[] {
  return [
    ...operationContract,
    ...lossContract,
    ...gradientContract,
    ...trainingContract,
    ...networkContract,
    ...networkGradientContract,
    ...layerContract,
    ...leakContract(leakSteps),
  ];
}
