import { input, type Network, sigmoid, tanh } from '@neutype/layers';
import {
  conjugateGradient,
  hessian,
  hessianDiagonal,
  lbfgs,
  levenbergMarquardt,
  type Optimizer,
  type OptimizerOptions,
  quasiNewton,
} from '../../src/index.js';
import { recorder } from '../support.js';

export type Options = Omit<OptimizerOptions, 'step' | 'batchSize' | 'clip' | 'loss' | 'regularizer'>;
export type Make = (network: Network, options: Options) => Optimizer;

/** All full-batch methods, as small networks need them. */
export const methods: [string, Make][] = [
  ['conjugateGradient', conjugateGradient],
  ['quasiNewton', quasiNewton],
  ['lbfgs', lbfgs],
  ['levenbergMarquardt', levenbergMarquardt],
  ['hessian', (network, all) => hessian(network, { ...all, penaltyConst: 0.01 })],
  ['hessianDiagonal', (network, all) => hessianDiagonal(network, { ...all, step: 0.3, minEigval: 0.1 })],
];

export function small(): Network {
  return input(2).to(tanh(4), sigmoid(1));
}

/** XOR is not learnt from every start. */
export const options = { seed: 3, reporter: recorder() };
