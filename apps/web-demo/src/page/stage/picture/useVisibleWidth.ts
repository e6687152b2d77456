import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** How wide an element is, 0 before that is known, and whether anything of it is on the screen. */
export function useVisibleWidth(element: RefObject<HTMLElement | null>): {
  readonly width: number;
  readonly isVisible: boolean;
} {
  const [width, setWidth] = useState(0);
  const [isVisible, setVisible] = useState(true);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const size = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    const sight = new IntersectionObserver((entries) => setVisible(entries.at(-1)?.isIntersecting ?? true));
    size.observe(current);
    sight.observe(current);
    return () => {
      size.disconnect();
      sight.disconnect();
    };
  }, [element]);
  return { width, isVisible };
}
