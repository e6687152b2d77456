import { ranges, type Settings } from '../../shared/settings.js';

/** The settings in which two runs differ, in a few words for each: `adam, step 0.001` beside `momentum, step 0.01`. */
export function differences(one: Settings, other: Settings): readonly [string, string] {
  const names = (Object.keys({ ...one, ...other }) as (keyof Settings)[]).filter(
    (name) => one[name] !== other[name],
  );
  return [inWords(one, names), inWords(other, names)];
}

/** More than these are too many to name a line in a chart. */
const MOST_NAMED = 3;

function inWords(settings: Settings, names: readonly (keyof Settings)[]): string {
  const told = names.slice(0, MOST_NAMED).map((name) => wordsFor(name, settings[name]));
  const rest = names.length - told.length;
  return [...told, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

/** Settings whose values say for themselves what they are of. */
const SPEAKING = new Set<string>(['optimizer', 'schedule', 'loss']);

function wordsFor(name: keyof Settings, value: unknown): string {
  if (name === 'architecture') return layersOf(String(value));
  const label = labelOf(name);
  if (value === undefined || value === false || value === 'none') return `no ${label}`;
  if (value === true) return label;
  return SPEAKING.has(name) ? String(value) : `${label} ${value}`;
}

function labelOf(name: keyof Settings): string {
  const { label }: { readonly label: string } = { label: wordsOf(name), ...labelsOfNumbers[name] };
  return label.charAt(0).toLowerCase() + label.slice(1);
}

const labelsOfNumbers: Readonly<Partial<Record<string, { readonly label: string }>>> = ranges;

/** `labelSmoothing` as words: `label smoothing`. */
function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

const LONGEST_LINE = 48;

/** A line of code as its layers: `relu(500), softmax(10)` of `input(784).to(relu(500), softmax(10))`. */
function layersOf(line: string): string {
  const layers = /\.to\(([\s\S]*)\)[\s;]*(?:\/\/.*)?$/.exec(line)?.[1] ?? line;
  const short = layers.replace(/\s+/g, ' ').trim().replace(/,$/, '');
  return short.length > LONGEST_LINE ? `${short.slice(0, LONGEST_LINE - 1)}…` : short;
}
