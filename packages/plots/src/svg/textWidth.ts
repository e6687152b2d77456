/**
 * Roughly how wide a text is in a sans-serif face: there is no font at hand to measure with, so wide margins win
 * over exactness. Classes of width from Helvetica's metrics.
 */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const character of text) ems += widthOf(character);
  return ems * fontSize;
}

/** How much wider bold type runs. */
export const BOLDNESS = 1.1;

/** The size at which a text fits into `room`: its own where that is enough, else smaller. */
export function fittedSize(text: string, fontSize: number, room: number): number {
  return text === '' ? fontSize : Math.min(fontSize, (fontSize * room) / textWidth(text, fontSize));
}

function widthOf(character: string): number {
  if ("iljI.,:;'|! ".includes(character)) return 0.3;
  if ('mwMW%@—'.includes(character)) return 0.9;
  if (character >= 'A' && character <= 'Z') return 0.7;
  return character > '\u2e80' ? 1 : 0.58;
}
