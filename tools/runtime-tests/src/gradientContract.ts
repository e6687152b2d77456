import { checkGradientCase, gradientCases } from '@neutype/core/testing';
import type { ContractCase } from './contractCase.js';
import { expectNoLeak } from './expect.js';

/** Every kernel's gradient against central differences on this backend. */
export const gradientContract: readonly ContractCase[] = gradientCases.map((gradientCase) => ({
  group: 'gradients agree with central differences',
  name: gradientCase.name,
  run: () => expectNoLeak(() => checkGradientCase(gradientCase)),
}));
