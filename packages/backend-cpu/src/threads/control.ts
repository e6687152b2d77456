import { SLOT_WORDS, SLOTS, slotWords } from '../generated/layout.js';

/** Index of a word of a worker's slot among all words of the memory. */
export function slotWord(slot: number, word: keyof typeof slotWords): number {
  return SLOTS / 4 + slot * SLOT_WORDS + slotWords[word];
}
