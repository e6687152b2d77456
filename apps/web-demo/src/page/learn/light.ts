/** Marks the first of these places, as soon as one is on the page, until the signal ends it. */
export function lightUp(
  places: readonly string[],
  { until, isBrought }: { readonly until: AbortSignal; readonly isBrought: boolean },
): void {
  let lit: Element | undefined;
  function look(): void {
    const found = placeOf(places);
    if (found === lit) return;
    lit?.classList.remove('lit');
    lit = found;
    lit?.classList.add('lit');
    if (lit && isBrought) bringIntoView(lit);
  }
  const watching = new MutationObserver(look);
  watching.observe(document.body, { childList: true, subtree: true });
  until.addEventListener('abort', () => {
    watching.disconnect();
    lit?.classList.remove('lit');
  });
  look();
}

export function showPlace(places: readonly string[]): void {
  placeOf(places)?.scrollIntoView({ block: 'start' });
}

function placeOf(places: readonly string[]): Element | undefined {
  for (const place of places) {
    const element = document.querySelector(place);
    if (element) return element;
  }
  return undefined;
}

/** Nothing moves for what is in view already. */
function bringIntoView(element: Element): void {
  const { top, bottom } = element.getBoundingClientRect();
  const card = document.querySelector('.path')?.getBoundingClientRect().top ?? innerHeight;
  if (top >= 0 && Math.min(bottom, top + innerHeight / 3) <= card) return;
  element.scrollIntoView({ block: 'start' });
}
