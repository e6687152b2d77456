import type {
  ClipName,
  LossName,
  NumericSetting,
  OptimizerName,
  ScheduleName,
  Settings,
} from '../../shared/settings.js';

/** What each number does, in a sentence. */
export const HINTS: Readonly<Record<NumericSetting, string>> = {
  step: 'How far each update moves the weights, also known as learning rate. Turn it while the network learns.',
  momentum: 'How much of its speed a moving weight keeps from update to update.',
  beta1: 'How much of the mean of past gradients is kept: more is smoother.',
  beta2: 'How much of the mean of past squares is kept: more is steadier.',
  decay: 'How long it remembers how large gradients were.',
  weightDecay: 'How strongly each update pulls weights towards 0.',
  batchSize: 'How many digits are looked at before the weights move.',
  epochs: 'How often it goes through all training digits.',
  interval: 'Epochs before the step falls.',
  factor: 'What the step is multiplied by when it falls.',
  warmup: 'Epochs in which the step rises from almost nothing, so that the start is gentle.',
  labelSmoothing: 'How much doubt is put into the right answers, so that it never becomes too sure.',
  focus: 'How little the digits count that it knows already.',
  clipLimit: 'Nothing longer than this.',
  l1: 'A price for every weight: the useless ones go to 0. Begin with 0.00001.',
  l2: 'A price for large weights: many small ones are better than a few. Begin with 0.0001.',
  maxNorm: 'How long the weights that lead into a unit may become; 0 is any length.',
  patience:
    'Ends after so many epochs without progress on digits it has not seen, with the best weights; 0 never does.',
  trainingDigits: 'How many digits it learns from; 0 is all of them. Few are soon known by heart.',
  shift: 'Moves every digit by up to so many pixels, anew each time it is shown.',
  rotate: 'Turns every digit by up to so many degrees.',
  zoom: 'Makes every digit larger or smaller, by up to this part of its size.',
  noise: 'Adds noise to every pixel: 0.1 is a little, 0.5 a lot.',
  seed: 'What chance begins with: the same seed gives the same run, to the last digit.',
};

interface OptimizerWords {
  readonly title: string;
  readonly hint: string;
  /** What it is usually begun with. */
  readonly usual: Partial<Settings>;
}

export const OPTIMIZERS: Readonly<Record<OptimizerName, OptimizerWords>> = {
  gradientDescent: {
    title: 'Gradient descent',
    hint: 'Straight downhill from where it is. The oldest, and the plainest.',
    usual: { step: 0.1 },
  },
  momentum: {
    title: 'Momentum',
    hint: 'Downhill like a ball that keeps its speed.',
    usual: { step: 0.01, momentum: 0.99, nesterov: true },
  },
  adam: {
    title: 'Adam',
    hint: 'A step of its own for each weight, from how its gradients were. What most people begin with.',
    usual: { step: 0.001, beta1: 0.9, beta2: 0.999 },
  },
  adamW: {
    title: 'AdamW',
    hint: 'Adam whose weights decay a little with each update. What large language models are trained with.',
    usual: { step: 0.001, beta1: 0.9, beta2: 0.999, weightDecay: 0.01 },
  },
  nadam: {
    title: 'Nadam',
    hint: 'Adam that looks ahead to where its momentum will take it.',
    usual: { step: 0.002, beta1: 0.9, beta2: 0.999 },
  },
  radam: {
    title: 'RAdam',
    hint: 'Adam that waits with its own steps until it knows enough: needs no warm-up.',
    usual: { step: 0.001, beta1: 0.9, beta2: 0.999 },
  },
  adamax: {
    title: 'Adamax',
    hint: 'Adam that goes by the largest gradient so far rather than by their mean.',
    usual: { step: 0.002, beta1: 0.9, beta2: 0.999 },
  },
  rmsprop: {
    title: 'RMSProp',
    hint: 'Divides each gradient by how large they were lately.',
    usual: { step: 0.003, decay: 0.95, momentum: 0 },
  },
  adagrad: {
    title: 'Adagrad',
    hint: 'Slows each weight down the more it has moved; good for what is rarely seen.',
    usual: { step: 0.03 },
  },
  adadelta: {
    title: 'Adadelta',
    hint: 'Finds its own steps: leave the step at 1.',
    usual: { step: 1, decay: 0.95 },
  },
  lion: {
    title: 'Lion',
    hint: 'Looks only at the direction: every weight moves equally far. Found by a computer in 2023.',
    usual: { step: 0.0003, beta1: 0.9, beta2: 0.99, weightDecay: 0 },
  },
  muon: {
    title: 'Muon',
    hint: 'Momentum that lets all directions of a layer learn equally fast. New, and quick.',
    usual: { step: 0.02, momentum: 0.95, nesterov: true, weightDecay: 0 },
  },
};

type Words<Name extends string> = Readonly<Record<Name, readonly [title: string, hint: string]>>;

export const SCHEDULES: Words<ScheduleName> = {
  constantStep: ['stays', 'The step stays as it is.'],
  stepDecay: ['falls in stairs', 'The step falls at once, after every few epochs.'],
  exponentialDecay: ['falls smoothly', 'The step is multiplied by the factor over each epoch.'],
  cosineDecay: ['cosine', 'The step falls along half a wave, to 0 at the end.'],
  oneCycle: ['one cycle', 'The step rises from little, then falls to almost nothing: this is the highest.'],
  reduceOnPlateau: [
    'falls when stuck',
    'The step falls when the loss on digits it has not seen gets no better.',
  ],
};

export const LOSSES: Words<LossName> = {
  categoricalCrossentropy: [
    'Cross-entropy',
    'How surprised the network is by the right answer. The usual choice for telling things apart.',
  ],
  categoricalFocal: ['Focal', 'Cross-entropy in which the easy digits hardly count.'],
  categoricalHinge: [
    'Hinge',
    'The right answer must lead the next best by a margin; then it is good enough.',
  ],
  mse: ['Squared error', 'How far the ten answers are from 0 and 1. Slow to learn from, as you will see.'],
};

export const CLIPS: Words<ClipName> = {
  none: ['off', 'Gradients, which say where to go, may be of any size.'],
  value: ['each number', 'No number of a gradient becomes larger than the limit.'],
  norm: ['each layer', 'The gradient of each layer becomes no longer than the limit.'],
  globalNorm: [
    'all together',
    'All gradients together become no longer than the limit: one steep place throws nothing far.',
  ],
};
