import type { Digits } from '../digits/digits.js';

export interface ShownDigit {
  readonly image: Uint8Array;
  readonly label: number;
}

/** Digits to look at a network with: of those held out from training, or generated where there are none. */
export class OtherDigits {
  #digits: Digits | undefined;
  #chosen: readonly ShownDigit[] = [];
  #count = 0;

  /**
   * @param digits those that are there, if any are
   * @param count how many are wanted; there may be more of them, or fewer
   */
  async from(digits: Digits | undefined, count: number): Promise<readonly ShownDigit[]> {
    if (digits === this.#digits && count <= this.#count) return this.#chosen;
    const chosen = digits ? heldOut(digits, count) : await generated(count);
    this.#digits = digits;
    this.#chosen = chosen;
    this.#count = count;
    return chosen;
  }
}

function heldOut(digits: Digits, count: number): readonly ShownDigit[] {
  const { data } = digits.testLabels;
  return Array.from({ length: Math.min(count, data.length) }, (_, index) => ({
    image: digits.testImage(index),
    label: data[index] as number,
  }));
}

/** Fetched when they are first asked for: who draws at once never needs them. */
async function generated(count: number): Promise<readonly ShownDigit[]> {
  const { generatedDigits } = await import('./generatedDigits.js');
  return generatedDigits(count);
}
