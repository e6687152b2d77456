import { describe, it } from '@jest/globals';
import { type ContractCase, type ContractOptions, contractCases } from '../src/index.js';

/** The contract suite as jest tests; the backend must be current before they run. */
export function describeContract(options: ContractOptions = {}): void {
  describeCases(contractCases(options));
}

export function describeCases(cases: readonly ContractCase[]): void {
  for (const group of new Set(cases.map((contractCase) => contractCase.group))) {
    describe(group, () => {
      for (const { name, run } of cases.filter((contractCase) => contractCase.group === group)) {
        it(name, () => run(), 60_000);
      }
    });
  }
}
