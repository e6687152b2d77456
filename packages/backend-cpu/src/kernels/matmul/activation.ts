import { activation } from '../../generated/layout.js';

/** Codes of the activations that the product applies to its outputs itself. */
export const fusedActivation: Readonly<Record<string, number>> = activation;

/** Activations that follow as a kernel of their own. */
export const followingKernel: Readonly<Record<string, string>> = {
  elu: 'Elu',
  prelu: 'Prelu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
};
