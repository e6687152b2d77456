import { signal } from '@preact/signals';

/** Counts how often the page's colours changed, light to dark or to forced ones: what is painted must be painted anew. */
export const colourChanges = signal(0);

for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
  matchMedia(query).addEventListener('change', () => {
    colourChanges.value += 1;
  });
}

/** Red, green and blue of the ink that an element writes with. */
export function inkOf(element: Element): [number, number, number] {
  const [red = 0, green = 0, blue = 0] =
    getComputedStyle(element)
      .color.match(/[\d.]+/g)
      ?.map(Number) ?? [];
  return [red, green, blue];
}

/** Red, green and blue of a color that a style sheet names, as `#rrggbb`. */
export function colorNamed(element: Element, name: string): readonly [number, number, number] {
  const hex = Number.parseInt(getComputedStyle(element).getPropertyValue(name).trim().slice(1), 16);
  return [hex >> 16, (hex >> 8) & 255, hex & 255];
}
