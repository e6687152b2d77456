import { type Expression, type Place, parseExpression } from './parseExpression.js';
import { tokensOf } from './tokens.js';

/** What stands in the line as one layer after another: the input, then what is in each `.to(…)`. */
export interface Block extends Place {
  readonly source: string;
  /** What is called, if it is a plain call. */
  readonly name: string | undefined;
  readonly args: readonly Expression[];
  /** The options at the end of the arguments, by name. */
  readonly options: ReadonlyMap<string, Expression>;
}

/** @throws ArchitectureError for what is no line */
export function blocksOf(line: string): readonly Block[] {
  return expressionsOf(line).map((expression) => blockOf(line, expression));
}

/** Writes another text in a block's place; everything else stays as it is, comments included. */
export function replaceBlock(line: string, index: number, text: string): string {
  const { from, to } = at(blocksOf(line), index);
  return spliced(line, from, to, text);
}

/** Calls another function in a block's place, with the same arguments. */
export function renameBlock(line: string, index: number, name: string): string {
  const { from, name: before = '' } = at(blocksOf(line), index);
  return spliced(line, from, from + before.length, name);
}

/** Gives an argument that stands by its place; it is there already, or the next one. `undefined` takes the last away. */
export function setArgument(line: string, index: number, position: number, text: string | undefined): string {
  const { from, name = '', args } = at(blocksOf(line), index);
  const given = args[position];
  if (text === undefined) return given ? withoutItem(line, given) : line;
  if (given && given.kind !== 'options') return spliced(line, given.from, given.to, text);
  if (given) return spliced(line, given.from, given.from, `${text}, `);
  return withItemBehind(line, args.at(-1), openAfter(line, from + name.length), text);
}

/** Gives an option, or takes it away where `text` is `undefined`. */
export function setOption(line: string, index: number, option: string, text: string | undefined): string {
  const { from, name = '', args, options } = at(blocksOf(line), index);
  const given = options.get(option);
  const object = args.at(-1)?.kind === 'options' ? args.at(-1) : undefined;
  if (text === undefined) {
    if (!given || !object) return line;
    return options.size === 1 ? withoutItem(line, object) : withoutItem(line, withKey(line, given));
  }
  if (given) return spliced(line, given.from, given.to, text);
  const entry = `${option}: ${text}`;
  if (!object) {
    return withItemBehind(line, args.at(-1), openAfter(line, from + name.length), `{ ${entry} }`);
  }
  const last = [...options.values()].at(-1);
  return last
    ? withItemBehind(line, last, object.from, entry)
    : spliced(line, object.from, object.to, `{ ${entry} }`);
}

/** Puts a block before the one that stands at `index` now, or behind the last; the first stays the first. */
export function insertBlock(line: string, index: number, text: string): string {
  const blocks = blocksOf(line);
  const next = blocks[index];
  if (next) return spliced(line, next.from, next.from, `${text},${gapBefore(line, next.from)}`);
  const { expression } = parseExpression(line);
  const link = expression.kind === 'chain' ? expression.links.at(-1) : undefined;
  if (!link) return spliced(line, expression.to, expression.to, `.to(${text})`);
  return withItemBehind(line, link.items.at(-1), openAfter(line, link.from), text);
}

export function removeBlock(line: string, index: number): string {
  const block = at(blocksOf(line), index);
  const { expression } = parseExpression(line);
  const link =
    expression.kind === 'chain'
      ? expression.links.find(({ items }) => items.some(({ from }) => from === block.from))
      : undefined;
  if (!link) return line;
  return link.items.length === 1 ? spliced(line, link.from, link.to, '') : withoutItem(line, block);
}

/** Two neighbours change places: the block at `index`, and the one behind it. */
export function swapBlocks(line: string, index: number): string {
  const blocks = blocksOf(line);
  const [first, second] = [at(blocks, index), at(blocks, index + 1)];
  return (
    line.slice(0, first.from) +
    second.source +
    line.slice(first.to, second.from) +
    first.source +
    line.slice(second.to)
  );
}

function expressionsOf(line: string): readonly Expression[] {
  const { expression } = parseExpression(line);
  if (expression.kind !== 'chain') return [expression];
  return [expression.first, ...expression.links.flatMap(({ items }) => items)];
}

function blockOf(line: string, expression: Expression): Block {
  const { from, to } = expression;
  const source = line.slice(from, to);
  // In parentheses it is no plain call: there is nothing to find by its place.
  const isPlain = expression.kind === 'call' && !source.startsWith('(');
  const args = isPlain ? expression.args : [];
  const last = args.at(-1);
  return {
    from,
    to,
    source,
    name: isPlain ? expression.name : undefined,
    args,
    options: new Map(last?.kind === 'options' ? last.entries : []),
  };
}

function at(blocks: readonly Block[], index: number): Block {
  const block = blocks[index];
  if (!block) throw new RangeError(`There is no block ${index} among ${blocks.length}.`);
  return block;
}

function spliced(line: string, from: number, to: number, text: string): string {
  return line.slice(0, from) + text + line.slice(to);
}

/** Behind the parenthesis that opens next. */
function openAfter(line: string, from: number): number {
  const open = tokensOf(line).find((token) => token.at >= from && token.text === '(');
  return (open?.at ?? from) + 1;
}

/** @param open behind what opens the list, for where nothing is in it */
function withItemBehind(line: string, last: Place | undefined, open: number, text: string): string {
  if (!last) return spliced(line, open, open, text);
  return spliced(line, last.to, last.to, `,${gapBefore(line, last.from)}${text}`);
}

/** What stands between items: a line break and the indentation, where the line breaks before this one. */
function gapBefore(line: string, from: number): string {
  return /\n[ \t]*$/.exec(line.slice(0, from))?.[0] ?? ' ';
}

/** An option with its name. */
function withKey(line: string, { from, to }: Place): Place {
  const before = tokensOf(line).filter((token) => token.at < from);
  return { from: before.at(-2)?.at ?? from, to };
}

/** Takes an item out of a list, with one comma; comments around it stay. */
function withoutItem(line: string, { from, to }: Place): string {
  const tokens = tokensOf(line);
  const after = tokens.find((token) => token.at >= to);
  if (after?.text === ',') {
    const gap = line.slice(to, after.at);
    return tidied(line.slice(0, from) + commentsOf(gap) + line.slice(after.at + 1), from);
  }
  const before = tokens.findLast((token) => token.at < from);
  if (before?.text !== ',') return spliced(line, from, to, '');
  const gap = line.slice(before.at + 1, from);
  return line.slice(0, before.at) + commentsOf(gap) + line.slice(to);
}

/** What stands between two tokens, if it is more than space. */
function commentsOf(gap: string): string {
  return gap.trim() === '' ? '' : gap;
}

/** Leaves no empty line and no spaces where something was taken out. */
function tidied(line: string, from: number): string {
  const [before, after] = [line.slice(0, from), line.slice(from)];
  const isLineEmpty = /\n[ \t]*$/.test(before) && /^[ \t]*\n/.test(after);
  return isLineEmpty ? before.replace(/\n[ \t]*$/, '') + after : before + after.replace(/^[ \t]+/, '');
}
