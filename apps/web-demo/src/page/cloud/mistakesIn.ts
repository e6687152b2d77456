import type { Cloud } from '../../shared/cloud.js';
import type { CloudDigit } from '../state/cloud.js';

/** More are no help to anybody. */
const MOST_SHOWN = 24;

/** The digits that are read wrongly, the most confident mistakes of many, in an order that stays while confidence changes. */
export function mistakesIn(
  digits: readonly Pick<CloudDigit, 'label'>[],
  { answers, confidences }: Pick<Cloud, 'answers' | 'confidences'>,
): { readonly shown: readonly number[]; readonly others: number } {
  const wrong = digits.flatMap(({ label }, index) => (answers[index] === label ? [] : [index]));
  const surest = wrong.toSorted((a, b) => (confidences[b] as number) - (confidences[a] as number));
  const shown = surest.slice(0, MOST_SHOWN).sort((a, b) => a - b);
  return { shown, others: wrong.length - shown.length };
}

/** What a key chooses of a list, from the one that is chosen; `undefined` for keys that choose nothing. */
export function neighbourOf(
  list: readonly number[],
  chosen: number | undefined,
  key: string,
): number | undefined {
  const at = chosen === undefined ? -1 : list.indexOf(chosen);
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return list[Math.min(list.length - 1, at + 1)];
    case 'ArrowLeft':
    case 'ArrowUp':
      return list[Math.max(0, at - 1)];
    case 'Home':
      return list[0];
    case 'End':
      return list.at(-1);
    default:
      return undefined;
  }
}
