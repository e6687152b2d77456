import type { Paints } from '../color/theme.js';

/** What a panel needs to draw itself. */
export interface Drawing {
  readonly width: number;
  readonly paints: Paints;
  /** A prefix that makes ids unique in the document. */
  readonly id: string;
}

/** A drawn panel; its own origin is its top left corner. */
export interface Drawn {
  /** What the panel really takes up; at most the width it was given. */
  readonly width: number;
  readonly height: number;
  readonly body: string;
}

export const fontSizes: {
  readonly title: number;
  readonly panel: number;
  readonly label: number;
  readonly tick: number;
} = {
  title: 16,
  panel: 13,
  label: 12,
  tick: 11,
};

/** Room that a panel's title takes; none without a title. */
export function titleHeight(title: string): number {
  return title === '' ? 0 : 24;
}
