import './picture.css';
import { useComputed } from '@preact/signals';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Activity, ColumnActivity } from '../../../shared/activity.js';
import { DownloadPicture } from '../../pictures/DownloadPicture.js';
import { pngOf } from '../../pictures/png.js';
import { activity, chosen, tellRoom } from '../../state/activity.js';
import { drawing, prediction } from '../../state/drawing.js';
import { sketched } from '../../state/sketch.js';
import { Answers } from './Answers.js';
import { ImageColumn } from './ImageColumn.js';
import { type Box, GLOW, layOut } from './layout.js';
import { PictureCanvas } from './PictureCanvas.js';
import type { Spot } from './paint.js';
import { sketchOf } from './sketch.js';
import { UnitButtons } from './UnitButtons.js';
import { UnitCard } from './UnitCard.js';
import { useVisibleWidth } from './useVisibleWidth.js';
import { useWandering } from './useWandering.js';
import { captionOf, pictureInWords, sketchInWords } from './words.js';

/** As wide as it is drawn on large screens, and smaller: in CSS pixels. */
const SIZES = {
  wide: { from: 640, height: 400, answers: 152, room: { units: 32, maps: 12 } },
  narrow: { from: 0, height: 300, answers: 92, room: { units: 16, maps: 6 } },
} as const;
const CARD_WIDTH = 292;

/** The network at work, from the image on the left to the answers on the right. */
export function NetworkPicture() {
  const frame = useRef<HTMLDivElement>(null);
  const { width, isVisible } = useVisibleWidth(frame);
  const size = width >= SIZES.wide.from ? SIZES.wide : SIZES.narrow;
  const sketch = useMemo(() => sketched.value && sketchOf(sketched.value, size.room), [sketched.value, size]);
  const shown = sketch ?? activity.value;
  const isEmpty = useComputed(() => drawing.value === undefined);
  useWandering(isVisible && isEmpty.value && !sketch);
  useEffect(() => {
    if (width > 0) tellRoom(isVisible ? size.room : { units: 0, maps: 0 });
  }, [width, isVisible, size]);

  return (
    <figure class={size === SIZES.wide ? 'picture' : 'picture narrow'}>
      <div ref={frame} class="picture-frame" style={{ '--picture-height': `${size.height}px` }}>
        {width > 0 && (
          <Network
            activity={shown}
            isSketch={sketch !== undefined}
            isWide={size === SIZES.wide}
            width={width - size.answers - GLOW}
            height={size.height}
          />
        )}
        <Answers probabilities={isEmpty.value ? shown?.probabilities : prediction.value?.probabilities} />
      </div>
      <figcaption class="picture-foot">
        {sketch ? <AboutSketch /> : <AboutPicture />}
        {shown && !sketch && (
          <DownloadPicture
            picture="the picture of the network"
            file="neutype-network.png"
            make={() => networkPng(shown, frame.current as HTMLDivElement)}
          />
        )}
      </figcaption>
    </figure>
  );
}

function AboutPicture() {
  return (
    <div>
      Bright is active. <b class="raises">Orange</b> lines speak for the answer, <b class="lowers">blue</b>{' '}
      ones against it. Point at anything to see what excites it.{' '}
      <details>
        <summary>What is a line?</summary>
        What leaves one unit times the weight to the next, times how much the answer’s score changes with what
        arrives there. The lines into a unit, with its bias, add up to what it contributes. Of each layer you
        see the strongest.
      </details>
    </div>
  );
}

function AboutSketch() {
  return (
    <div>
      <b class="untrained">Not trained yet</b> This is the network that you designed, before it has seen a
      digit. <a href="#teach-title">Train it</a> to see it at work. Until then the one before it answers:
      draw, and it is back.
    </div>
  );
}

async function networkPng(shown: Activity, frame: Element): Promise<Blob> {
  const { networkOnPaper } = await import('./networkOnPaper.js');
  return pngOf(networkOnPaper(shown, frame));
}

interface NetworkProps {
  readonly activity: Activity | undefined;
  /** Whether it is a network that is not trained, and has nothing to tell of its units. */
  readonly isSketch: boolean;
  readonly isWide: boolean;
  readonly width: number;
  readonly height: number;
}

function Network({ activity: shown, isSketch, isWide, width, height }: NetworkProps) {
  const [looked, setLooked] = useState<Spot>();
  const columns = shown?.columns ?? [];
  const shape = columns.map(shapeOf).join();
  const layout = useMemo(() => layOut(columns, width, height), [shape, width, height]);
  const column = looked && columns[looked.column];
  const spot = column?.shown[looked?.place ?? 0] === undefined ? undefined : looked;

  function look(next: Spot | undefined): void {
    setLooked(next);
    const at = next && columns[next.column];
    chosen.value = at && next && { layer: at.layer, unit: at.shown[next.place] as number };
  }

  const isDrawing = drawing.value !== undefined;
  return (
    <>
      <div class="picture-scroll">
        <div class="picture-network" style={{ width: `${layout.width}px` }}>
          {shown && (
            <PictureCanvas
              activity={shown}
              layout={layout}
              looked={spot}
              words={(isSketch ? sketchInWords : pictureInWords)(shown)}
            />
          )}
          {isSketch ? (
            <NoImage box={layout.columns[0]?.box} />
          ) : (
            <>
              <ImageColumn activity={shown} box={layout.columns[0]?.box} />
              <UnitButtons columns={columns} layout={layout} looked={spot} onLook={look} />
            </>
          )}
          {columns.map((each, index) => {
            const box = each.kind === 'answers' ? undefined : layout.columns[index]?.box;
            const [what, detail] = captionOf(each, isDrawing, isWide);
            return (
              box && (
                <p key={each.layer} class="picture-caption" style={captionPlace(box)}>
                  {what}
                  <small>{detail}</small>
                </p>
              )
            );
          })}
        </div>
      </div>
      {shown && column && spot && !isSketch && (
        <div class="unit-card" style={cardPlace(layout.columns[spot.column]?.box, width)}>
          <UnitCard activity={shown} column={column} place={spot.place} />
        </div>
      )}
    </>
  );
}

/** Where the image will be. */
function NoImage({ box }: { readonly box: Box | undefined }) {
  if (!box) return null;
  const [left, top, width, height] = [box.left, box.top, box.width, box.height].map((each) => `${each}px`);
  return <div class="picture-image none" style={{ left, top, width, height }} />;
}

/** All of a column that its place depends on: places stay while nothing of it changes. */
function shapeOf({ layer, rows, columns, sources, shown }: ColumnActivity): string {
  return [layer, rows, columns, shown.length, ...sources].join(' ');
}

/** Under the middle of a column; the first caption begins where the picture does. */
function captionPlace({ left, width }: Box): Record<string, string> {
  return left === 0
    ? { left: '0', minWidth: `${Math.max(54, width)}px`, transform: 'none' }
    : { left: `${left + width / 2}px` };
}

/** Beside a column, on the side where there is room. */
function cardPlace(box: Box | undefined, width: number): Record<string, string> {
  if (!box) return {};
  const right = box.left + box.width + 18;
  const left = right + CARD_WIDTH < width ? right : box.left - 18 - CARD_WIDTH;
  return { '--card-left': `${Math.max(0, left)}px`, '--card-width': `${CARD_WIDTH}px` };
}
