import { plainName } from './nearestName.js';

/** Our options, and what scikit-learn, Keras, PyTorch, NumPy and pandas call them; neither case nor `_` counts. */
const SYNONYMS: Readonly<Record<string, string>> = {
  // training
  step: 'lr learning_rate eta step_size',
  signals: 'callbacks callback',
  signal: 'abort_signal controller',
  shuffleData: 'shuffle',
  loss: 'criterion error objective',
  epochs: 'max_iter n_epochs num_epochs',
  updates: 'reduction_freq decay_iter decay_steps total_steps step_size t_max t_0 total_iters num_iter',
  factor: 'gamma decay_rate reduction_rate',
  growth: 't_mult',
  to: 'eta_min min_lr minstep end_learning_rate end end_lr',
  from: 'start start_lr',
  batchSize: 'batch mini_batch_size',
  lastBatch: 'drop_last drop_remainder',
  updatesPerEpoch: 'steps_per_epoch',
  validation: 'validation_data eval_set',
  regularizer: 'weight_decay kernel_regularizer',
  maxNorm: 'constraint kernel_constraint max_norm_value',
  decay: 'rho alpha discounting_factor beta2_decay decay_rate',
  rho: 'decay',
  initialAccumulator: 'initial_accumulator_value',
  increaseFactor: 'eta_plus',
  decreaseFactor: 'eta_minus',
  minStep: 'delta_min',
  maxStep: 'delta_max',
  epsilon1: 'eps epsilon',
  clipThreshold: 'd',
  relativeStep: 'scale_parameter',
  rounds: 'ns_steps',
  verbose: 'log',
  reporter: 'log',
  seed: 'random_state random_seed generator',
  clip: 'clipnorm clipvalue global_clipnorm max_grad_norm gradient_clip clip_grad_norm grad_clip',
  accumulate: 'gradient_accumulation_steps accumulate_grad_batches accumulation_steps every_k',
  beta1: 'b1',
  beta2: 'b2',
  // layers
  stride: 'strides',
  dilation: 'dilation_rate',
  weight: 'kernel weights kernel_initializer',
  bias: 'use_bias bias_initializer',
  epsilon: 'eps',
  alpha: 'momentum negative_slope alpha_initializer',
  approximate: 'approximation',
  axis: 'dim',
  std: 'stddev sigma',
  low: 'minval',
  high: 'maxval',
  historySize: 'maxcor memory',
  tolerance: 'tolerance_grad gtol tol',
  wolfeC1: 'c1',
  wolfeC2: 'c2',
  wolfeMaxIterations: 'wolfe_maxiter max_ls maxls',
  update: 'update_function',
  mu: 'damping',
  penaltyConst: 'damping',
  rate: 'p',
  returnSequences: 'only_return_final batch_first',
  returnCell: 'return_state',
  backwards: 'go_backwards bidirectional',
  inputWeight: 'kernel kernel_initializer input_weights weight_ih weight_ih_l0',
  hiddenWeight: 'recurrent_kernel recurrent_initializer hidden_weights weight_hh weight_hh_l0',
  forgetBias: 'unit_forget_bias',
  initialHidden: 'hidden_init initial_state h0',
  initialCell: 'cell_init c0',
  learnInitialState: 'learn_init',
  gradientClip: 'gradient_clipping clip_grad',
  peepholeWeight: 'cell_weights',
  activations: 'recurrent_activation activation_functions',
  maskValue: 'mask_zero mask padding_value key_padding_mask attention_mask',
  causal: 'is_causal use_causal_mask',
  headSize: 'key_dim head_dim kdim d_k',
  valueSize: 'value_dim vdim d_v',
  hidden: 'dim_feedforward intermediate_dim d_ff ff_dim',
  normFirst: 'norm_first normalize_first pre_norm',
  merge: 'merge_mode',
  hiddenBias: 'recurrent_bias bias_hh reset_after',
  // data
  folds: 'n_splits k',
  samples: 'n_samples',
  features: 'n_features',
  informative: 'n_informative',
  classes: 'n_classes num_classes centers',
  noise: 'noise_std',
  balance: 'class_weight',
  rotate: 'rotation rotation_range degrees',
  shift: 'translate width_shift_range height_shift_range',
  scale: 'zoom zoom_range gain',
  shear: 'shear_range',
  testSize: 'validation_split valid_size',
  shuffleBuffer: 'shuffle buffer_size shuffle_size',
  range: 'feature_range',
  size: 'kernel_size target_size image_size',
  delimiter: 'sep separator',
  columns: 'usecols cols n_cols',
  target: 'label_column',
  missing: 'na_values fill_value',
  ignore: 'drop skip_columns',
  directory: 'data_home',
  cacheDir: 'data_home',
  dataDir: 'data_home',
  // metrics and plots
  output: 'output_dict',
  labels: 'classes class_names display_labels',
  targetNames: 'class_names display_labels',
  sampleWeight: 'weights sample_weights',
  bins: 'n_bins num_bins',
};

/** Options of other libraries that are several of ours. */
const SEVERAL: Readonly<Record<string, readonly string[]>> = {
  betas: ['beta1', 'beta2'],
  etas: ['decreaseFactor', 'increaseFactor'],
  stepsizes: ['minStep', 'maxStep'],
};

/** What an option that other libraries take as a pair is here, among the names that a function knows. */
export function pairOf(name: string, known: readonly string[]): readonly string[] | undefined {
  const [, ours] = Object.entries(SEVERAL).find(([theirs]) => theirs === plainName(name)) ?? [];
  return ours?.every((one) => known.includes(one)) ? ours : undefined;
}

/** What a name of other libraries is called here, among the names that a function knows. */
export function synonymOf(name: string, known: readonly string[]): string | undefined {
  const plain = plainName(name);
  const [ours] =
    Object.entries(SYNONYMS).find(
      ([candidate, theirs]) =>
        known.includes(candidate) && theirs.split(' ').some((other) => plainName(other) === plain),
    ) ?? [];
  return ours;
}
