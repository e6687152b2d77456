import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { closePath, finishPath, goTo, isAtEnd, OPENER, STEPS, step } from '../state/learn.js';
import { lightUp, showPlace } from './light.js';
import { type Step, steps } from './steps.js';
import './path.css';

/** The step that the person is at. */
export function PathCard() {
  const at = step.value;
  const cardRef = useRef<HTMLElement>(null);
  useEffect(() => (cardRef.current ? makeRoomFor(cardRef.current) : undefined), []);
  return (
    <section
      ref={cardRef}
      class="path"
      aria-labelledby="path-title"
      onKeyDown={({ key }) => key === 'Escape' && leave(closePath)}
    >
      <div class="path-head">
        <progress aria-label="Steps behind you" max={STEPS} value={at} />
        <span>
          Step {at + 1} of {STEPS}
        </span>
        <button type="button" aria-label="Close the eight steps" onClick={() => leave(closePath)}>
          ×
        </button>
      </div>
      <StepAt key={at} at={at} {...(steps[at] as Step)} />
    </section>
  );
}

/** What to do and, once it is done, what is to be seen. Who does not do it may go on all the same. */
function StepAt({ at, title, task, places, sights = places, watch }: Step & { readonly at: number }) {
  const titleRef = useRef<HTMLHeadingElement>(null);
  const seen = useSeen(watch);
  const isDone = seen !== undefined;
  const lit = isDone ? sights : places;
  useEffect(() => {
    const leaving = new AbortController();
    // What is drawn or pressed must not move away under the hand.
    lightUp(lit, { until: leaving.signal, isBrought: !isDone });
    return () => leaving.abort();
  }, [lit, isDone]);
  // Who reads by ear is led from step to step.
  useEffect(() => titleRef.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <h2 id="path-title" ref={titleRef} tabIndex={-1}>
        {title}
      </h2>
      <p>{task}</p>
      <p role="status" class="path-seen">
        {seen}
      </p>
      <div class="row">
        <Onward isDone={isDone} />
        {at > 0 && (
          <button type="button" onClick={() => goTo(at - 1)}>
            Back
          </button>
        )}
        <button type="button" onClick={() => showPlace(lit)}>
          Show me where
        </button>
      </div>
    </>
  );
}

function Onward({ isDone }: { readonly isDone: boolean }) {
  const way = isDone ? 'primary' : '';
  if (isAtEnd.value) {
    return (
      <button type="button" class={way} onClick={() => leave(finishPath)}>
        Finish
      </button>
    );
  }
  return (
    <button type="button" class={way} onClick={() => goTo(step.value + 1)}>
      {isDone ? 'Next' : 'Skip'}
    </button>
  );
}

/** Watches for a step being done. What was seen last stays, whatever is done afterwards. */
function useSeen(watch: Step['watch']): ComponentChildren {
  const [seen, setSeen] = useState<ComponentChildren>(undefined);
  useEffect(() => {
    const leaving = new AbortController();
    const stop = watch(leaving.signal).subscribe((now) => {
      if (now) setSeen(now);
    });
    return () => {
      stop();
      leaving.abort();
    };
  }, [watch]);
  return seen;
}

function leave(how: () => void): void {
  how();
  document.getElementById(OPENER)?.focus({ preventScroll: true });
}

/** The end of the page can be scrolled out from under the card, and so can the place that a step is about. */
function makeRoomFor(card: HTMLElement): () => void {
  const { style } = document.documentElement;
  const watching = new ResizeObserver(() => style.setProperty('--path-room', `${card.offsetHeight + 16}px`));
  watching.observe(card);
  return () => {
    watching.disconnect();
    style.removeProperty('--path-room');
  };
}
