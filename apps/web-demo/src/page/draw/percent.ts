/** Whole percents. No network is certain: what rounds to all of them is `>99 %`, and what is unlikely but no less than 0.1 % is `<1 %`. */
export function percent(probability: number): string {
  if (probability > 0.99) return '>99 %';
  const rounded = Math.round(100 * probability);
  return rounded === 0 && probability >= 0.001 ? '<1 %' : `${rounded} %`;
}

/** The same in a sentence. */
export function percentInWords(probability: number): string {
  return percent(probability).replace('>', 'over ').replace('<', 'under ');
}
