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
/** Those that something waits for. */
const awaited = new Set<Sight>();
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
 * Does at once what shows in an element, or when that comes into sight or onto paper. An element waits for one thing, the
 * last.
 *
 * @returns takes it back
 */
export function onceSeen(element: Element, work: () => void): () => void {
  const sight = sightOf(element);
  sight.work = work;
  if (sight.isSeen) catchUp(sight);
  else awaited.add(sight);
  return () => {
    if (sight.work === work) leave(sight);
  };
}

function sightOf(element: Element): Sight {
  const known = sights.get(element);
  if (known) return known;
  const sight: Sight = { isSeen: true, work: undefined };
  sights.set(element, sight);
  watch ??= watchAll();
  watch.observe(element);
  return sight;
}

function watchAll(): IntersectionObserver {
  addEventListener('beforeprint', () => {
    for (const sight of awaited) catchUp(sight);
  });
  return new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const sight = sightOf(target);
      sight.isSeen = isIntersecting;
      if (isIntersecting) catchUp(sight);
    }
  });
}

function catchUp(sight: Sight): void {
  const { work } = sight;
  leave(sight);
  work?.();
}

function leave(sight: Sight): void {
  sight.work = undefined;
  awaited.delete(sight);
}
