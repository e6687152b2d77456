import { CLASSES } from '../../shared/recipe.js';
import { conjoined, inWords, listed } from './words.js';

/** Fewer teach nothing, and leave nothing to check by. */
const LEAST_IMAGES = 20;

const HOW_TO_LABEL = 'A folder called 0 to 9 would, or a name that begins with the digit.';

export interface Found {
  readonly labels: Uint8Array;
  readonly unlabeled: readonly string[];
  readonly others: readonly string[];
  readonly unreadable: readonly string[];
  readonly empty: readonly string[];
}

export interface Taken {
  readonly isEnough: boolean;
  /** What came of it, in a sentence. */
  readonly text: string;
  /** What was left out, and why, in a sentence each. */
  readonly details: readonly string[];
}

/** What is to be said of a folder of images. */
export function sayTaken({ labels, unlabeled, others, unreadable, empty }: Found): Taken {
  const missing = Array.from({ length: CLASSES }, (_, digit) => digit).filter(
    (digit) => !labels.includes(digit),
  );
  const classes = CLASSES - missing.length;
  const isEnough = labels.length >= LEAST_IMAGES && classes > 1;
  const kinds = `${inWords(labels.length, 'image')} of ${inWords(classes, 'digit')}`;
  const details = [
    isEnough && missing.length > 0
      ? `${conjoined(missing.map(String))} ${missing.length === 1 ? 'is' : 'are'} missing: the network cannot learn what it never sees.`
      : '',
    told(unlabeled, `says no digit. ${HOW_TO_LABEL}`, `say no digit. ${HOW_TO_LABEL}`),
    told(unreadable, 'cannot be read as an image.', 'cannot be read as images.'),
    told(empty, 'is empty.', 'are empty.'),
    told(others, 'is no image.', 'are no images.'),
  ];
  return {
    isEnough,
    text: isEnough
      ? `${kinds} are there. Press Train to learn from them.`
      : `${labels.length === 0 ? 'No image here can be used' : `Too little to learn from: ${kinds}`}. It takes ${LEAST_IMAGES} images, of two digits at least.`,
    details: details.filter((each) => each !== ''),
  };
}

function told(paths: readonly string[], one: string, several: string): string {
  if (paths.length === 0) return '';
  return `Left out: ${listed(paths)} ${paths.length === 1 ? one : several}`;
}
