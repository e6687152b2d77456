import { colorNamed } from '../../state/scheme.js';
import type { Palette } from './paint.js';

/** The colours that an element of the picture has from its style sheet. */
export function paletteOf(element: Element): Palette {
  return {
    light: colorNamed(element, '--picture-light'),
    raises: colorNamed(element, '--raises'),
    lowers: colorNamed(element, '--lowers'),
    ground: colorNamed(element, '--picture-ground'),
  };
}
