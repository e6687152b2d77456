import { useRef } from 'preact/hooks';
import type { ColumnActivity } from '../../../shared/activity.js';
import type { Layout } from './layout.js';
import type { Spot } from './paint.js';
import { nameOf } from './words.js';

interface UnitButtonsProps {
  readonly columns: readonly ColumnActivity[];
  readonly layout: Layout;
  readonly looked: Spot | undefined;
  /** Called with what the person looks at, and with nothing once that is nothing any more. */
  readonly onLook: (spot: Spot | undefined) => void;
}

/** The units and maps of the picture, to be pointed at, tapped, and walked through with the arrow keys. */
export function UnitButtons({ columns, layout, looked, onLook }: UnitButtonsProps) {
  const group = useRef<HTMLDivElement>(null);
  const isHere = looked !== undefined && columns[looked.column] !== undefined;
  const entrance = isHere ? looked : { column: columns.findIndex(({ kind }) => kind !== 'image'), place: 0 };

  function focus(spot: Spot): void {
    group.current?.querySelector<HTMLElement>(`[data-spot="${spot.column}-${spot.place}"]`)?.focus();
  }

  function moveByKey(event: KeyboardEvent, spot: Spot): void {
    if (event.key === 'Escape') onLook(undefined);
    const next = neighbour(event.key, spot, columns, layout);
    if (!next) return;
    event.preventDefault();
    focus(next);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: these are no fields of a form
    <div
      ref={group}
      class="picture-units"
      role="group"
      aria-label="Units of the network. Arrow keys move between them, Escape closes what is told of one."
      onMouseLeave={() => onLook(undefined)}
    >
      {columns.map((column, index) =>
        column.kind === 'image'
          ? null
          : layout.columns[index]?.spots.map(({ left, top, width, height }, place) => {
              const spot = { column: index, place };
              const isEntrance = entrance.column === index && entrance.place === place;
              return (
                <button
                  key={`${column.layer} ${place}`}
                  type="button"
                  data-spot={`${index}-${place}`}
                  tabIndex={isEntrance ? 0 : -1}
                  aria-label={`${nameOf(column, column.shown[place] as number)}, ${column.layer}`}
                  style={{ left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` }}
                  onMouseEnter={() => onLook(spot)}
                  onFocus={() => onLook(spot)}
                  onBlur={() => onLook(undefined)}
                  onClick={() => onLook(spot)}
                  onKeyDown={(event) => moveByKey(event, spot)}
                />
              );
            }),
      )}
    </div>
  );
}

/** The unit that an arrow key leads to: the next one in the column, or the nearest of the next column. */
function neighbour(
  key: string,
  { column, place }: Spot,
  columns: readonly ColumnActivity[],
  layout: Layout,
): Spot | undefined {
  const count = columns[column]?.shown.length ?? 0;
  if (key === 'ArrowDown') return { column, place: (place + 1) % count };
  if (key === 'ArrowUp') return { column, place: (place + count - 1) % count };
  if (key === 'Home') return { column, place: 0 };
  if (key === 'End') return { column, place: count - 1 };
  const by = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  const next = layout.columns[column + by];
  if (by === 0 || !next || columns[column + by]?.kind === 'image') return undefined;
  const from = layout.columns[column]?.spots[place]?.top ?? 0;
  const distances = next.spots.map(({ top }) => Math.abs(top - from));
  return { column: column + by, place: distances.indexOf(Math.min(...distances)) };
}
