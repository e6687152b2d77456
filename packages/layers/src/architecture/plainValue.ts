/** What JSON can say. */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/** Deeper than any settings nest; a file may nest deeper than the stack is high. */
const DEEPEST = 16;

/** Whether a value is the same after it was written as JSON and read again. */
export function isPlainValue(value: unknown, depth = 0): value is PlainValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth === DEEPEST) return false;
  if (Array.isArray(value)) return value.every((one) => isPlainValue(one, depth + 1));
  return isRecord(value) && Object.values(value).every((one) => isPlainValue(one, depth + 1));
}

/** Whether it is an object of named values, and no instance of a class. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Not compared with Object.prototype: what comes from another realm, such as a frame, has another one.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A copy of plain data. */
export function copyOfJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

/** The values that JSON can say; others are left out. */
export function plainValues(values: Readonly<Record<string, unknown>>): Record<string, PlainValue> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, PlainValue] => isPlainValue(entry[1])),
  );
}
