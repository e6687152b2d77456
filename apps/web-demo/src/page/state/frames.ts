import { isUpdating } from './run.js';

/** With no more cores than these, whatever moves takes its time from training. */
const FEW_CORES = 2;

interface Sight {
  /** Taken to be so until the browser has told otherwise. */
  isSeen: boolean;
  /** What waits until the element comes into sight. */
  work: (() => void) | undefined;
}

const sights = new WeakMap<Element, Sight>();
let watch: IntersectionObserver | undefined;

/**
 * Paints an element with the next frame of the screen; with the one after it while a network is trained on few cores. What
 * is out of sight is painted when it comes into it.
 *
 * @returns takes it back
 */
export function inNextFrame(element: Element, paint: () => void): () => void {
  let frame = 0;
  const takeBack = onceSeen(element, () => {
    const isShort = isUpdating.peek() && navigator.hardwareConcurrency <= FEW_CORES;
    frame = requestAnimationFrame(() => {
      if (isShort) frame = requestAnimationFrame(paint);
      else paint();
    });
  });
  return () => {
    takeBack();
    cancelAnimationFrame(frame);
  };
}

/**
 * Does at once what shows in an element, or when that comes into sight. An element waits for one thing, the last.
 *
 * @returns takes it back
 */
export function onceSeen(element: Element, work: () => void): () => void {
  const sight = sightOf(element);
  if (sight.isSeen) work();
  else sight.work = work;
  return () => {
    if (sight.work === work) sight.work = undefined;
  };
}

function sightOf(element: Element): Sight {
  const known = sights.get(element);
  if (known) return known;
  const sight: Sight = { isSeen: true, work: undefined };
  sights.set(element, sight);
  watch ??= new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) comeAndGo(target, isIntersecting);
  });
  watch.observe(element);
  return sight;
}

function comeAndGo(element: Element, isSeen: boolean): void {
  const sight = sightOf(element);
  sight.isSeen = isSeen;
  if (!isSeen) return;
  const { work } = sight;
  sight.work = undefined;
  work?.();
}
