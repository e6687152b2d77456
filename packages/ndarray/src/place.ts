/** The indices of the element that stands at `index` of the flat data. */
export function placeOf(index: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    place.unshift(rest % shape[axis]!);
    rest = Math.floor(rest / shape[axis]!);
  }
  return place;
}

/** A place as one writes it in code: `[3][1]`. */
export function formatPlace(place: readonly number[]): string {
  return `[${place.join('][')}]`;
}
