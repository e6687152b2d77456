import type { Activity, ColumnActivity, UnitStory } from '../../../shared/activity.js';
import { PixelImage } from '../../draw/PixelImage.js';
import { Pixels } from '../../draw/Pixels.js';
import { paintSigned } from '../../draw/paintPixels.js';
import { percent } from '../../draw/percent.js';
import { chosenStory } from '../../state/activity.js';
import { nameOf } from './words.js';

interface UnitCardProps {
  readonly activity: Activity;
  readonly column: ColumnActivity;
  readonly place: number;
}

/** What there is to tell of a unit: what it does now, what excites it, and which digits do so most. */
export function UnitCard({ activity, column, place }: UnitCardProps) {
  const unit = column.shown[place] as number;
  const story = chosenStory.value;
  return (
    <>
      <h3>{nameOf(column, unit)}</h3>
      <p>{nowOf(activity, column, place)}</p>
      {story ? <Story story={story} column={column} /> : <p class="soft">Looking at some hundred digits…</p>}
    </>
  );
}

function Story({ story, column }: { readonly story: UnitStory; readonly column: ColumnActivity }) {
  if (story.digits.length === 0) {
    return <p>None of {story.seen} digits excites it: it is of no use to the network.</p>;
  }
  return (
    <div class="unit-pictures">
      <figure>
        <SignedPixels story={story} />
        <figcaption>
          {story.picture === 'filter' ? 'Its filter: ' : ''}ink on <b class="raises">orange</b> excites it, on{' '}
          <b class="lowers">blue</b> it quiets it
        </figcaption>
      </figure>
      <figure>
        <div class="exciting">
          {story.digits.map(({ image, label, value }, index) => (
            <Pixels key={index} image={image} size={30} label={`A ${label}, ${shownNumber(value, column)}`} />
          ))}
        </div>
        <figcaption>
          {mostlyOf(story)} of {story.seen} digits
        </figcaption>
      </figure>
    </div>
  );
}

/** `Excited most by these: 7, 9 and 2` */
function mostlyOf({ digits }: UnitStory): string {
  const counts = new Map<number, number>();
  for (const { label } of digits) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [[most, times] = [0, 0]] = [...counts].sort((a, b) => b[1] - a[1]);
  const kind = times > digits.length / 2 ? `mostly by ${most}s,` : 'by many digits,';
  return `Excited ${kind} these the most`;
}

function nowOf({ answer, drawing }: Activity, column: ColumnActivity, place: number): string {
  const image = drawing === undefined ? 'this digit' : 'your drawing';
  const size = column.rows * column.columns;
  const values = column.values.subarray(place * size, (place + 1) * size);
  const value = values.reduce((most, each) => Math.max(most, each), Number.NEGATIVE_INFINITY);
  if (column.kind === 'answers') return `${shownNumber(value, column)} for ${image}.`;
  const effect = column.effects[place] ?? 0;
  if (value <= 0 && effect === 0) return `Silent for ${image}.`;
  const what = column.kind === 'maps' ? `Up to ${value.toFixed(2)}` : value.toFixed(2);
  const role =
    Math.abs(effect) < 0.005
      ? 'that does not matter to the answer'
      : `that ${effect > 0 ? 'raises' : 'lowers'} the score of ${answer} by ${Math.abs(effect).toFixed(2)}`;
  return `${what} for ${image}: ${role}.`;
}

function shownNumber(value: number, { kind }: ColumnActivity): string {
  return kind === 'answers' ? percent(value) : value.toFixed(2);
}

const ON_THE_STAGE = { raises: [255, 157, 77], lowers: [88, 180, 239] } as const;

/** Weights of pixels: orange above zero, blue below. */
function SignedPixels({ story: { rows, columns, weights, picture } }: { readonly story: UnitStory }) {
  return (
    <PixelImage
      class="pixels"
      label={picture === 'filter' ? 'The weights of its filter' : 'Where ink excites it'}
      columns={columns}
      rows={rows}
      paint={(pixels) => paintSigned(pixels, ON_THE_STAGE, weights)}
      inputs={[weights]}
    />
  );
}
