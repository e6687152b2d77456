import { classificationReport, confusionMatrix } from '@neutype/metrics';
import type { Mistake, Results } from '../shared/protocol.js';
import { CLASSES } from '../shared/recipe.js';
import type { Digits } from './digits/digits.js';
import type { Outcome } from './outcome.js';

/** Of one digit taken for another: a network that has learnt nothing makes thousands. */
const MOST_ALIKE = 24;
/** All of them, also where a person's own images lack some. */
const LABELS = Array.from({ length: CLASSES }, (_, digit) => digit);

/** How a network does on the validation digits, and where it is wrong. */
export function collectResults(outcome: Outcome, digits: Digits): Results {
  const { testLabels, dataset } = digits;
  return {
    dataset,
    accuracy: outcome.accuracy,
    report: classificationReport(testLabels, outcome.answers),
    confusion: confusionMatrix(testLabels, outcome.answers, { labels: LABELS }).toArray() as number[][],
    mistakes: mistakesOf(outcome, digits),
  };
}

/** The most confident first, and of those that are alike only so many. */
function mistakesOf({ answers, confidences }: Outcome, digits: Digits): Mistake[] {
  const actual = digits.testLabels.data;
  const wrong = [...answers.keys()].filter((index) => answers[index] !== actual[index]);
  wrong.sort((a, b) => (confidences[b] as number) - (confidences[a] as number));
  const alike = new Uint32Array(CLASSES * CLASSES);
  const mistakes: Mistake[] = [];
  for (const index of wrong) {
    const [label, predicted] = [actual[index] as number, answers[index] as number];
    const kind = label * CLASSES + predicted;
    alike[kind] = (alike[kind] as number) + 1;
    if ((alike[kind] as number) > MOST_ALIKE) continue;
    const confidence = confidences[index] as number;
    mistakes.push({ image: digits.testImage(index), actual: label, predicted, confidence });
  }
  return mistakes;
}
