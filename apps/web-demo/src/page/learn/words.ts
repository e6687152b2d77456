/** What the page's technical words mean, in a sentence each. */
export const WORDS = {
  network: 'Layers of simple units, each of which adds up what the layer before it says.',
  unit: 'One small calculator in a layer: it weighs all that comes in, adds it up, and passes on one number.',
  weight: 'How much a unit makes of one of the numbers that come in. Learning changes nothing but weights.',
  loss: 'How wrong the answers are, as one number: 0 is perfect, and 2.3 is guessing among ten digits.',
  batch: 'A handful of digits that are looked at together before the weights are changed a little.',
  update: 'One change of all weights, after one batch.',
  epoch: 'One round through all the digits to learn from.',
  'learning rate': 'How large a step each update takes: small ones take long, large ones overshoot.',
  validation:
    'Digits that are kept back, and never learnt from: they show what it does with what it has not seen.',
  accuracy: 'The share of digits that are read rightly.',
  'confusion matrix':
    'A table of what each digit was taken for: the diagonal is right, everything else is a mistake.',
} as const;

export type Word = keyof typeof WORDS;
