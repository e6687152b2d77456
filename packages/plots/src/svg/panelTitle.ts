import { type Drawing, fontSizes } from './draw.js';
import { textElement } from './element.js';

/** A panel's title, at its top; nothing for an empty one. */
export const panelTitle = (title: string, x: number, { paints }: Drawing): string =>
  title === ''
    ? ''
    : textElement(title, { x, y: 14, fill: paints.ink, 'font-size': fontSizes.panel, 'font-weight': 600 });
