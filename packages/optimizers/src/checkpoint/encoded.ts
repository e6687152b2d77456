import type { PlainData } from '@neutype/files';

/** Numbers that JSON cannot say. */
const ODD_NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
};

/** The only member of an object that stands for such a number. */
const NUMBER = '$number';

/** Data as JSON can say them: the same come back from `decoded`. What has no value is left out. */
export function encoded(data: unknown): PlainData {
  if (typeof data === 'number') return encodedNumber(data);
  if (Array.isArray(data)) return data.map(encoded);
  if (typeof data !== 'object' || data === null) return (data ?? null) as PlainData;
  const members = Object.entries(data).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, encoded(member)]));
}

/** The data that `encoded` was given. */
export function decoded(data: PlainData | undefined): unknown {
  if (Array.isArray(data)) return data.map(decoded);
  if (typeof data !== 'object' || data === null) return data;
  const members = Object.entries(data);
  const [first] = members;
  if (members.length === 1 && first?.[0] === NUMBER) return ODD_NUMBERS[String(first[1])];
  return Object.fromEntries(members.map(([name, member]) => [name, decoded(member)]));
}

function encodedNumber(value: number): PlainData {
  if (Object.is(value, -0)) return { [NUMBER]: '-0' };
  return Number.isFinite(value) ? value : { [NUMBER]: String(value) };
}
