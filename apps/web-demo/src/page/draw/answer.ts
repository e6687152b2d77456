import type { Prediction } from '../../shared/protocol.js';
import { percentInWords } from './percent.js';

/** From here on an answer is said without a second one. */
const SURE = 0.8;
/** What is less probable is not worth a mention. */
const WORTH_SAYING = 0.05;

/** What the network takes a drawing for, in a sentence. */
export function answerTo({ probabilities, isDigit }: Prediction): string {
  const [best = 0, second = 0] = [...probabilities.keys()].sort((a, b) => of(b) - of(a));
  function of(digit: number): number {
    return probabilities[digit] ?? Number.NaN;
  }
  if (Number.isNaN(of(best))) return 'The network gives no numbers any more.';
  const sure = `${withArticle(best)} (${percentInWords(of(best))})`;
  if (!isDigit) return `That is no digit to me. It comes closest to ${sure}.`;
  if (of(best) >= SURE) return `That is ${sure}.`;
  const other =
    of(second) >= WORTH_SAYING ? `; or ${withArticle(second)} (${percentInWords(of(second))})` : '';
  return `${capitalized(withArticle(best))}, I think (${percentInWords(of(best))})${other}.`;
}

function withArticle(digit: number): string {
  return `${digit === 8 ? 'an' : 'a'} ${digit}`;
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
