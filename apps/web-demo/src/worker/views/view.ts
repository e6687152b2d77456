import type { Digits } from '../digits/digits.js';
import type { Trained } from '../predictDrawing.js';

/** Why the page is shown something anew: training has gone on a little, an epoch has ended, or there is another network. */
export type Occasion = 'update' | 'epoch' | 'network';

/** What there is to show. */
export interface Shown {
  readonly trained: Trained;
  /** Where there are digits already: a network that was loaded is shown without any. */
  readonly digits: Digits | undefined;
  /** Epochs that the network has been trained for in this run; 0 before the first has ended. */
  readonly epoch: number;
}

/** Something of the network that the page shows, and that follows the network as it learns. */
export interface View {
  /** Tells the page how it stands. Called between updates, once at a time; updates wait for it, so it is quick. */
  show(shown: Shown, occasion: Occasion): Promise<void> | void;
}
