import type { LayerRecord } from '@neutype/layers';
import type { KerasConfig } from './kerasConfig.js';
import type { MaskReading, Reading } from './reading.js';

/** A layer's record while the model is read. */
export interface Draft extends Omit<LayerRecord, 'settings'> {
  settings: LayerRecord['settings'];
}

/** Something that flows from layer to layer. */
export interface Value {
  /** The layer that gives it. */
  readonly layer: string;
  readonly shape: readonly number[];
  /** `'lost'` where the values no longer tell which steps are masked. */
  readonly mask?: Mask | 'lost' | undefined;
}

/**
 * Which steps are left out. In Keras that travels beside the values; here a layer that leaves steps out tells them by
 * their values, so that it has to stand directly behind the layer that says which they are.
 */
export class Mask {
  readonly value: number;
  readonly #option: MaskReading['option'];
  readonly #config: KerasConfig;
  readonly #record: Draft | undefined;
  #isUsed = false;
  #isPassedOver = false;

  constructor({ value, option }: MaskReading, config: KerasConfig, record: Draft | undefined) {
    this.value = value;
    this.#option = option;
    this.#config = config;
    this.#record = record;
  }

  use(): void {
    this.#isUsed = true;
  }

  /** A layer takes the values as they are. */
  passOver(): void {
    this.#isPassedOver = true;
  }

  /** Once all layers are read. @throws DataError where layers would need different values of it */
  settle(): void {
    if (this.#option === undefined) {
      if (!this.#isPassedOver || this.value === 0) return;
      throw this.#config.refused(
        'recurrent layers alone behind a mask_value other than 0',
        'another layer behind it',
        'Put the Masking directly before the recurrent layer.',
      );
    }
    if (!this.#isUsed) return;
    if (this.#isPassedOver) {
      throw this.#config.refused(
        'layers behind it that all leave masked steps out',
        'one that does not',
        'Give the others an Embedding of their own, or build this network here.',
      );
    }
    const [name, value] = this.#option;
    if (this.#record !== undefined) this.#record.settings = { ...this.#record.settings, [name]: value };
  }
}

/** The settings that a layer gets for the mask of what comes in, by the layer's number. */
export function maskedSettings(
  config: KerasConfig,
  { masked }: Reading,
  inputs: readonly Value[],
): (layer: number) => LayerRecord['settings'] {
  const given = inputs.flatMap(({ mask }) => (mask === undefined ? [] : [mask]));
  if (masked === 'passes') return () => ({});
  if (masked === 'refuses' && given.length > 0) {
    throw config.refused(
      'inputs without a mask',
      'one from Masking or Embedding',
      'Leave the mask out, or build this network here.',
    );
  }
  if (masked === undefined || masked === 'refuses') {
    for (const mask of given) if (mask !== 'lost') mask.passOver();
    return () => ({});
  }
  const [mask] = given;
  if (mask === undefined) return () => ({});
  if (mask === 'lost') {
    throw config.refused(
      'a mask directly from Masking or Embedding',
      'one that went through other layers',
      'Put the layer that makes the mask directly before this one, or build this network here.',
    );
  }
  mask.use();
  return (layer) => (masked.layers.includes(layer) ? { [masked.uses]: mask.value } : {});
}

/** The mask of what comes out. */
export function maskBehind(
  reading: Reading,
  inputs: readonly Value[],
  shape: readonly number[],
): Value['mask'] {
  const mask = inputs.find((input) => input.mask !== undefined);
  if (mask === undefined) return undefined;
  if (reading.masked === 'passes') return mask.mask;
  return shape.length >= mask.shape.length ? 'lost' : undefined;
}
