/** Activations that the product applies to its outputs itself; `assembly/gemm/epilogue.ts` has the same codes. */
export const fusedActivation: Readonly<Record<string, number>> = {
  linear: 0,
  relu: 1,
  relu6: 2,
  leakyrelu: 3,
};

/** Activations that follow as a kernel of their own. */
export const followingKernel: Readonly<Record<string, string>> = {
  elu: 'Elu',
  prelu: 'Prelu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
};
