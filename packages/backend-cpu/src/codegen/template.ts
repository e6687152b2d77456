import { templates } from '../generated/templates.js';
import type { MapOperation } from '../map/operations.js';
import type { MapInstruction } from '../map/program.js';
import type { Bytes } from './binaryFormat.js';

/** One instruction of an operation: an operand or a variable of its own that is read or written, or bytes as they are. */
export type Word =
  | { readonly kind: 'operand'; readonly operand: number }
  | { readonly kind: 'get' | 'set' | 'tee'; readonly variable: number }
  | { readonly kind: 'bytes'; readonly bytes: Bytes };

const VARIABLES = { '.': 'get', '=': 'set', ':': 'tee' } as const;
const read = new Map<MapOperation, readonly Word[]>();

/** Whether there is code for the operation; the others only the interpreter knows. */
export function hasTemplate({ operation }: Pick<MapInstruction, 'operation'>): boolean {
  return operation in templates;
}

export function templateOf(operation: MapOperation): readonly Word[] {
  const known = read.get(operation);
  if (known !== undefined) return known;
  const words = templates[operation as keyof typeof templates].split(' ').map(wordOf);
  read.set(operation, words);
  return words;
}

function wordOf(text: string): Word {
  const operand = ['a', 'b', 'c'].indexOf(text);
  if (operand >= 0) return { kind: 'operand', operand };
  const kind = VARIABLES[text[0] as keyof typeof VARIABLES];
  if (kind !== undefined) return { kind, variable: Number(text.slice(1)) };
  const pairs = text.match(/../g) ?? [];
  return { kind: 'bytes', bytes: pairs.map((pair) => Number.parseInt(pair, 16)) };
}
