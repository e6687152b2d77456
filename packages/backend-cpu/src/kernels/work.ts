/** How much one work item does, in elements that each cost a nanosecond or less. */
const ELEMENTS_PER_ITEM = 16_384;

/** Into how many items to share work on `elements` elements, `weight` times as costly as one load and store each. */
export function itemsFor(elements: number, weight = 1): number {
  return Math.max(1, Math.ceil((elements * weight) / ELEMENTS_PER_ITEM));
}
