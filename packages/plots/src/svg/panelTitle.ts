import { type Drawing, fontSizes } from './draw.js';
import { textElement } from './element.js';
import { BOLDNESS, fittedSize } from './textWidth.js';

/** A panel's title, at its top; nothing for an empty one. */
export function panelTitle(title: string, x: number, { paints, width }: Drawing): string {
  const fontSize = fittedSize(title, fontSizes.panel, (width - x) / BOLDNESS);
  return title === ''
    ? ''
    : textElement(title, { x, y: 14, fill: paints.ink, 'font-size': fontSize, 'font-weight': 600 });
}
