import { plotConfusionMatrix } from '@neutype/plots';
import { svgAsShown } from '../pictures/svgAsShown.js';

/** Fetched when it is asked for: it brings renderers that the page has no use for. */
export function confusionSvg(confusion: readonly (readonly number[])[]): string {
  return svgAsShown(plotConfusionMatrix(confusion, { mistakes: true }).description);
}
