import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { WORDS, type Word } from './words.js';
import './term.css';

interface TermProps {
  readonly word: Word;
  /** As it is written here; by default the word itself. */
  readonly children?: ComponentChildren;
}

const GAP = 6;
const MARGIN = 8;

/** A technical word, with a sentence on what it means: under the mouse, with the focus, or at a tap. */
export function Term({ word, children = word }: TermProps) {
  const id = useId();
  const wordRef = useRef<HTMLButtonElement>(null);
  const tipRef = useRef<HTMLSpanElement>(null);
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    const [word, tip] = [wordRef.current, tipRef.current];
    if (!isShown || !word || !tip) return;
    const place = () => placeBelow(tip, word.getBoundingClientRect());
    place();
    const leaving = new AbortController();
    addEventListener('scroll', place, { signal: leaving.signal, capture: true, passive: true });
    addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape') return;
        // It closes this, and not what is around it.
        event.stopPropagation();
        setIsShown(false);
      },
      { signal: leaving.signal, capture: true },
    );
    return () => leaving.abort();
  }, [isShown]);
  return (
    <span class="term" onPointerEnter={() => setIsShown(true)} onPointerLeave={() => setIsShown(false)}>
      <button
        ref={wordRef}
        type="button"
        aria-describedby={id}
        onFocus={() => setIsShown(true)}
        onBlur={() => setIsShown(false)}
        onClick={() => setIsShown(true)}
      >
        {children}
      </button>
      <span ref={tipRef} id={id} role="tooltip" class={isShown ? 'tip' : 'tip away'}>
        {WORDS[word]}
      </span>
    </span>
  );
}

/** Below the word, or above it where there is no room, and within the window. */
function placeBelow(tip: HTMLElement, word: DOMRect): void {
  const { width, height } = tip.getBoundingClientRect();
  const isRoomBelow = word.bottom + GAP + height < innerHeight;
  const left = Math.max(MARGIN, Math.min(word.left, innerWidth - width - MARGIN));
  tip.style.left = `${left}px`;
  tip.style.top = `${isRoomBelow ? word.bottom + GAP : word.top - GAP - height}px`;
}
