import { useEffect, useRef, useState } from 'preact/hooks';
import { colourChanges } from '../state/scheme.js';
import { normalizeDrawing } from './normalizeDrawing.js';
import { canvasPoint, Pen } from './pen.js';

interface DrawPadProps {
  /** Called after each change with what the network sees; `undefined` for an empty pad. */
  readonly onChange: (image: Uint8Array | undefined) => void;
  /** What is written on the pad itself, if anything. */
  readonly hint: string | undefined;
}

const KEY_STEP = 10;
const DIRECTIONS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-KEY_STEP, 0],
  ArrowRight: [KEY_STEP, 0],
  ArrowUp: [0, -KEY_STEP],
  ArrowDown: [0, KEY_STEP],
};

/** A pad to draw a digit on, by mouse, pen, finger, or keyboard (arrows move, space lowers and lifts the pen). */
export function DrawPad({ onChange, hint }: DrawPadProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const penRef = useRef<Pen | undefined>(undefined);
  const lastPoint = useRef<[number, number] | undefined>(undefined);
  const [cursor, setCursor] = useState<readonly [number, number]>([140, 140]);
  const [penDown, setPenDown] = useState(false);
  const [focused, setFocused] = useState(false);

  useEffect(() => {
    if (canvasRef.current) penRef.current = new Pen(canvasRef.current);
  }, []);

  const colours = colourChanges.value;
  // Other colours need other ink.
  useEffect(() => penRef.current?.repaint(), [colours]);

  const changed = () => penRef.current && onChange(normalizeDrawing(penRef.current.drawing()));

  function startStroke(event: PointerEvent) {
    if (!event.isPrimary || event.button !== 0) return;
    const canvas = event.currentTarget as HTMLCanvasElement;
    canvas.setPointerCapture(event.pointerId);
    const point = canvasPoint(canvas, event);
    penRef.current?.line(point, point);
    lastPoint.current = point;
    changed();
  }

  function continueStroke(event: PointerEvent) {
    if (!lastPoint.current || !event.isPrimary) return;
    const canvas = event.currentTarget as HTMLCanvasElement;
    for (const part of event.getCoalescedEvents?.() ?? [event]) {
      const point = canvasPoint(canvas, part);
      penRef.current?.line(lastPoint.current, point);
      lastPoint.current = point;
    }
    changed();
  }

  function endStroke() {
    lastPoint.current = undefined;
  }

  function moveByKey(event: KeyboardEvent) {
    setFocused(true);
    if (event.key === ' ') {
      event.preventDefault();
      if (!penDown) penRef.current?.line([...cursor], [...cursor]);
      setPenDown(!penDown);
      changed();
      return;
    }
    const direction = DIRECTIONS[event.key];
    if (!direction) return;
    event.preventDefault();
    const next = [clamp(cursor[0] + direction[0]), clamp(cursor[1] + direction[1])] as const;
    if (penDown) {
      penRef.current?.line(cursor, next);
      changed();
    }
    setCursor(next);
  }

  function clear() {
    penRef.current?.clear();
    setPenDown(false);
    onChange(undefined);
  }

  return (
    <div class="draw-pad">
      <div class="paper">
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: the pad takes the keys itself, as an application does */}
        <canvas
          ref={canvasRef}
          tabIndex={0}
          role="application"
          aria-label="Draw a digit. Arrow keys move the pen, space lowers and lifts it."
          onPointerDown={startStroke}
          onPointerMove={continueStroke}
          onPointerUp={endStroke}
          onPointerCancel={endStroke}
          onKeyDown={moveByKey}
          onFocus={(event) => setFocused(event.currentTarget.matches(':focus-visible'))}
          onBlur={() => setFocused(false)}
        />
        {hint !== undefined && (
          <span class="pad-hint" aria-hidden="true">
            {hint}
          </span>
        )}
        {focused && (
          <span
            class={penDown ? 'cursor down' : 'cursor'}
            style={{ left: `${cursor[0] / 2.8}%`, top: `${cursor[1] / 2.8}%` }}
          />
        )}
      </div>
      <div class="row">
        <button type="button" onClick={clear}>
          Clear
        </button>
        <label>
          Pen{' '}
          <input
            type="range"
            min={8}
            max={44}
            defaultValue={22}
            onInput={(event) => {
              if (penRef.current) penRef.current.width = event.currentTarget.valueAsNumber;
            }}
          />
        </label>
      </div>
    </div>
  );
}

function clamp(value: number) {
  return Math.max(0, Math.min(280, value));
}
