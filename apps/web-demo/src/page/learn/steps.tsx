import { computed, type ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Prediction } from '../../shared/protocol.js';
import { percentInWords } from '../draw/percent.js';
import { prediction } from '../state/drawing.js';
import { lastEpoch } from '../state/learn.js';
import { isUpdating } from '../state/run.js';
import { settings } from '../state/settings.js';
import { type Act, wasDone } from './acts.js';
import { Term } from './Term.js';

/** One thing to do, and what is to be seen then. */
export interface Step {
  readonly title: string;
  readonly task: ComponentChildren;
  /** Selectors of where it is done; the first that is on the page is shown. */
  readonly places: readonly string[];
  /** Selectors of where it is to be seen, where that is another place. */
  readonly sights?: readonly string[];
  /**
   * Begins to watch for it.
   *
   * @returns what is to be seen, as soon as it was done
   */
  readonly watch: (until: AbortSignal) => ReadonlySignal<ComponentChildren>;
}

/** A path for who has never seen a network. */
export const steps: readonly Step[] = [
  {
    title: 'Draw a 3',
    task: 'Draw it on the pad, as large as you like: with the mouse, a finger, or the arrow keys and space.',
    places: ['.draw-pad'],
    sights: ['.bars'],
    watch: () =>
      computed(() => {
        const best = bestOf(prediction.value);
        return (
          best?.isDigit &&
          `The network says ${best.digit}. The bars are how sure it is of each digit: together they make 100 %.`
        );
      }),
  },
  {
    title: 'Spoil it',
    task: 'Add to your drawing, stroke by stroke, until the network changes its mind.',
    places: ['.draw-pad'],
    sights: ['.bars'],
    watch: () => {
      let [first, last] = [bestOf(prediction.peek()), bestOf(prediction.peek())];
      return computed(() => {
        const now = bestOf(prediction.value);
        first ??= now;
        // Said once for each change of mind, not with every touch of the pen.
        if (now && !isSameAnswer(now, last)) last = now;
        return (
          first &&
          last &&
          !isSameAnswer(first, last) &&
          `First ${inWords(first)}, now ${inWords(last)}. A few strokes decide; however sure it sounds, certainty is not truth.`
        );
      });
    },
  },
  {
    title: 'Look inside',
    task: (
      <>
        Move over the picture of the network, or tab to it. Each dot is a <Term word="unit" />: it glows when
        it finds what it looks for.
      </>
    ),
    places: ['.stage-network'],
    watch: (until) =>
      seenAfter(
        ['pointerover', 'focusin', 'click'],
        '.stage-network',
        until,
        'The first units look for pieces of strokes, the later ones put pieces together. Nobody told them what to look for.',
      ),
  },
  {
    title: 'Teach one of your own',
    task: (
      <>
        Press Train. The new network knows nothing; watch its <Term word="loss" /> fall until the first{' '}
        <Term word="epoch" /> has ended.
      </>
    ),
    places: ['.teach'],
    sights: ['.cloud'],
    watch: () => {
      const before = lastEpoch.peek();
      return computed(() => {
        const now = lastEpoch.value;
        return (
          now &&
          now !== before &&
          `It has been through all the digits, and reads ${(100 * now.accuracy).toFixed(0)} % of those that it has never seen. In the cloud, digits that it takes for alike have moved together.`
        );
      });
    },
  },
  {
    title: 'Go back in time',
    task: (
      <>
        Move the timeline back to the first <Term word="epoch">epochs</Term>, then look at your drawing again.
      </>
    ),
    places: ['.timeline', '.teach-run'],
    sights: ['.cloud'],
    watch: (until) =>
      seenAfter(
        ['input', 'click', 'keydown'],
        '.timeline',
        until,
        'That is how it saw the digits then. What it did not know yet it answered all the same.',
      ),
  },
  {
    title: 'Look at its mistakes',
    task: (
      <>
        Click the largest number off the diagonal of the table, the <Term word="confusion matrix" />.
      </>
    ),
    places: ['.confusion', '.teach-run'],
    sights: ['.mistakes'],
    watch: (until) =>
      seenAfter(
        ['click'],
        '.confusion button',
        until,
        'These are the digits that it mixes up most. Would you have read all of them rightly?',
      ),
  },
  {
    title: 'Break it',
    task: (
      <>
        Choose “Learning rate too high”, or set a far larger step (the <Term word="learning rate" />
        ), such as 5. Then press Train.
      </>
    ),
    places: ['.presets', '.teach-design'],
    sights: ['.charts', '.chart'],
    watch: () => {
      const before = { settings: settings.peek(), epoch: lastEpoch.peek() };
      let isBegun = false;
      return computed(() => {
        const isChanged = settings.value !== before.settings;
        isBegun ||= isChanged && isUpdating.value;
        // It may break down before an epoch has ended.
        const isSeen = isBegun && (lastEpoch.value !== before.epoch || !isUpdating.value);
        return (
          isSeen &&
          'Each update now overshoots, so the loss jumps about or grows. Most of the craft is to choose numbers like this one.'
        );
      });
    },
  },
  {
    title: 'Take it along',
    task: 'Copy the program that does all this, or download the weights that your network has learnt.',
    places: ['.take-along'],
    watch: (until) =>
      seenAfter(
        ['click'],
        '.take-along button',
        until,
        'It is yours: run it in Node or in a page of your own. That is all there is to it, and it grows from here.',
      ),
  },
];

function seenAfter(
  acts: readonly Act[],
  selector: string,
  until: AbortSignal,
  seen: string,
): ReadonlySignal<ComponentChildren> {
  const isDone = wasDone(acts, selector, until);
  return computed(() => isDone.value && seen);
}

interface Best {
  readonly digit: number;
  readonly probability: number;
  readonly isDigit: boolean;
}

function bestOf(said: Prediction | undefined): Best | undefined {
  if (!said) return undefined;
  const { probabilities, isDigit } = said;
  const probability = Math.max(...probabilities);
  return { digit: probabilities.indexOf(probability), probability, isDigit };
}

function isSameAnswer(one: Best, other: Best | undefined): boolean {
  return one.isDigit === other?.isDigit && (!one.isDigit || one.digit === other.digit);
}

function inWords({ digit, probability, isDigit }: Best): string {
  return isDigit ? `${digit} (${percentInWords(probability)})` : 'no digit at all';
}
