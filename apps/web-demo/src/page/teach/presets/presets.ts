import { defaultSettings, type Settings } from '../../../shared/settings.js';

export interface Preset {
  readonly title: string;
  /** What will be seen: it was tried, on the synthetic digits. */
  readonly promise: string;
  /** What is not as the tutorial has it. */
  readonly settings: Partial<Settings>;
}

const ADAM = { optimizer: 'adam', step: 0.001 } as const;
const TUTORIAL = defaultSettings.architecture;

export const PRESETS = {
  tutorial: {
    title: "The tutorial's network",
    promise: 'Two layers of 800 units in all: nine digits in ten are right within half a minute.',
    settings: {},
  },
  convolution: {
    title: 'A small CNN',
    promise: 'Small filters slide over the image. With a hundredth of the weights it does better.',
    settings: {
      ...ADAM,
      architecture:
        'input([28, 28, 1]).to(conv2d(8, 5), relu(), maxPool2d(2), conv2d(16, 3), relu(), maxPool2d(2), flatten(), softmax(10))',
      step: 0.005,
      batchSize: 64,
      epochs: 5,
    },
  },
  noHidden: {
    title: 'No hidden layer',
    promise: 'Every pixel votes for ten digits at once: quick to learn, but it stays near three in four.',
    settings: { ...ADAM, architecture: 'input(784).to(softmax(10))' },
  },
  tooSmall: {
    title: 'Too small',
    promise: 'Everything must pass through three units, which is too little to tell ten digits apart.',
    settings: { ...ADAM, architecture: 'input(784).to(relu(3), softmax(10))', step: 0.01 },
  },
  overfitting: {
    title: 'Too large, too few digits',
    promise: 'It soon knows its 300 digits by heart, and grows worse on those it has not seen: overfitting.',
    settings: { ...ADAM, architecture: TUTORIAL, trainingDigits: 300, batchSize: 32, epochs: 40 },
  },
  tooHighStep: {
    title: 'Learning rate too high',
    promise: 'Each update leaps too far: the loss shoots up, and the network is left guessing.',
    settings: { ...ADAM, step: 0.1, epochs: 4 },
  },
  dropout: {
    title: 'Dropout',
    promise: 'Half the units are left out at random: it learns by heart no more, and goes on getting better.',
    settings: {
      ...ADAM,
      architecture: 'input(784).to(relu(500), dropout(0.5), relu(300), dropout(0.5), softmax(10))',
    },
  },
  hard: {
    title: 'Hard mode',
    promise: 'No digit is shown twice the same: moved, turned, larger, noisy. A hard school, and a good one.',
    settings: { ...ADAM, shift: 2, rotate: 15, zoom: 0.15, noise: 0.1 },
  },
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetName = keyof typeof PRESETS;

export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[];

/** All settings that a preset is; the digits and what computes stay those of `now`. */
export function settingsOf(name: PresetName, now: Settings): Settings {
  return withDigitsOf(now, { ...defaultSettings, ...PRESETS[name].settings });
}

/** An experiment is another network, not other digits: a person's images stay in use. */
export function withDigitsOf({ dataset, backend }: Settings, experiment: Settings): Settings {
  return { ...experiment, dataset, backend };
}

/** The preset that these settings are, to the last of them. */
export function presetOf(settings: Settings): PresetName | undefined {
  return PRESET_NAMES.find((name) => {
    const preset = settingsOf(name, settings);
    return Object.entries(preset).every(([setting, value]) => settings[setting as keyof Settings] === value);
  });
}
