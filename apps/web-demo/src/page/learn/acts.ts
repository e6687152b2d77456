import { type ReadonlySignal, signal } from '@preact/signals';

/** What a person does to a part of the page. */
export type Act = 'pointerover' | 'focusin' | 'click' | 'input' | 'keydown';

/** Whether one of these was done, since now, to something that the selector finds, or within it. */
export function wasDone(acts: readonly Act[], selector: string, until: AbortSignal): ReadonlySignal<boolean> {
  const isDone = signal(false);
  for (const act of acts) {
    addEventListener(
      act,
      ({ target }) => {
        if (target instanceof Element && target.closest(selector)) isDone.value = true;
      },
      { signal: until, capture: true, passive: true },
    );
  }
  return isDone;
}
