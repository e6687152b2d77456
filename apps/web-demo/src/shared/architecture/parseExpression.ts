import { ArchitectureError, quoted } from './architectureError.js';
import { type Token, tokensOf } from './tokens.js';

/** Where something stands in the line: its first character, and the one behind its last. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** What a line of code says, before it is known whether it makes sense, and where it says it. */
export type Expression = Said & Place;

type Said =
  | { readonly kind: 'value'; readonly value: number | string | boolean | null | undefined }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'options'; readonly entries: readonly (readonly [string, Expression])[] }
  | { readonly kind: 'sign'; readonly negative: boolean; readonly operand: Expression }
  | {
      readonly kind: 'arithmetic';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  /** `first.to(…).to(…)`: what stands in each `.to(…)`. */
  | {
      readonly kind: 'chain';
      readonly first: Expression;
      readonly links: readonly Link[];
    };

/** One `.to(…)`, from its point to its closing parenthesis. */
export interface Link extends Place {
  readonly items: readonly Expression[];
}

export type Operator = '+' | '-' | '*' | '/' | '%';

export interface ParsedLine {
  readonly expression: Expression;
  /** The expression as it was written, without comments around it and without a semicolon behind it. */
  readonly code: string;
  /** The functions that it calls, each once, in alphabetical order. */
  readonly called: readonly string[];
}

/** Longer lines are not read: a page must not freeze over what is pasted into it. */
const LONGEST_LINE = 10_000;
const DEEPEST_NESTING = 50;
const MOST_CALLS = 200;
const MOST_OPERATIONS = 200;

const literals = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', undefined],
]);

const reservedWords = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'finally for function if implements import in instanceof interface let new package private protected public ' +
    'return static super switch this throw try typeof var void while with yield'
  ).split(' '),
);

/**
 * Reads one TypeScript expression made of calls, method calls `.to(…)`, numbers, strings, lists, options and
 * arithmetic; trailing commas and comments are fine. Whatever TypeScript refuses is refused.
 *
 * @throws {ArchitectureError} saying what was expected, what came and where
 */
export function parseExpression(source: string): ParsedLine {
  if (source.length > LONGEST_LINE) {
    throw new ArchitectureError(
      `This line has ${source.length.toLocaleString('en')} characters; ${LONGEST_LINE.toLocaleString('en')} are read at most.`,
    );
  }
  return new Parser(source).line();
}

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  readonly #called = new Set<string>();
  #calls = 0;
  #operations = 0;
  #next = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokensOf(source);
  }

  line(): ParsedLine {
    const first = this.#peek();
    const expression = this.#sum();
    const code = this.#source.slice(first.at, this.#end);
    this.#take(';');
    if (this.#peek().kind !== 'end') this.#refuse('one network and nothing behind it');
    return { expression, code, called: [...this.#called].sort() };
  }

  #sum(): Expression {
    return this.#operation(['+', '-'], () => this.#operation(['*', '/', '%'], () => this.#signed()));
  }

  #operation(operators: readonly Operator[], operand: () => Expression): Expression {
    const from = this.#peek().at;
    let left = operand();
    for (;;) {
      const operator = operators.find((each) => this.#take(each));
      if (!operator) return left;
      this.#operations += 1;
      if (this.#operations > MOST_OPERATIONS)
        throw new ArchitectureError('That is too much arithmetic for a network.');
      left = this.#placed(from, { kind: 'arithmetic', operator, left, right: operand() });
    }
  }

  #signed(): Expression {
    const from = this.#peek().at;
    for (const sign of ['-', '+']) {
      if (this.#take(sign)) {
        return this.#nested(() =>
          this.#placed(from, { kind: 'sign', negative: sign === '-', operand: this.#signed() }),
        );
      }
    }
    return this.#chain();
  }

  #chain(): Expression {
    const from = this.#peek().at;
    const first = this.#primary();
    const links: Link[] = [];
    for (let link = this.#peek().at; this.#take('.'); link = this.#peek().at) {
      const { kind, text } = this.#advance();
      if (kind !== 'name' || text !== 'to') {
        throw new ArchitectureError(`There is no .${quoted(text)} here; layers are chained with .to(…).`);
      }
      this.#expect('(', 'a parenthesis after .to');
      const items = this.#items(')');
      links.push({ items, from: link, to: this.#end });
    }
    if (this.#peek().text === '[') this.#refuse('.to(…), a comma or the end');
    return links.length === 0 ? first : this.#placed(from, { kind: 'chain', first, links });
  }

  #primary(): Expression {
    const from = this.#peek().at;
    const inner = this.#said();
    return this.#placed(from, inner);
  }

  #said(): Said {
    const token = this.#peek();
    if (token.kind === 'number' || token.kind === 'string') {
      this.#advance();
      return { kind: 'value', value: token.value };
    }
    if (token.kind === 'name' && !reservedWords.has(token.text))
      return this.#nameOrCall(this.#advance().text);
    if (this.#take('[')) return { kind: 'list', items: this.#items(']') };
    if (this.#take('{')) return { kind: 'options', entries: this.#entries() };
    if (this.#take('(')) {
      const inner = this.#nested(() => this.#sum());
      this.#expect(')', 'a closing parenthesis');
      return inner;
    }
    return this.#refuse('a layer or a value');
  }

  #nameOrCall(name: string): Said {
    if (literals.has(name)) return { kind: 'value', value: literals.get(name) };
    if (!this.#take('(')) return { kind: 'name', name };
    this.#calls += 1;
    if (this.#calls > MOST_CALLS) {
      throw new ArchitectureError(`This page trains networks of up to ${MOST_CALLS} layers.`);
    }
    this.#called.add(name);
    return { kind: 'call', name, args: this.#items(')') };
  }

  #placed(from: number, said: Said): Expression {
    return { ...said, from, to: this.#end };
  }

  /** Behind the last character that was read. */
  get #end(): number {
    const last = this.#tokens[this.#next - 1];
    return last ? last.at + last.text.length : 0;
  }

  /** What stands between commas up to `end`; a comma may stand behind the last. */
  #items(end: ')' | ']'): Expression[] {
    const items: Expression[] = [];
    while (!this.#take(end)) {
      items.push(this.#nested(() => this.#sum()));
      if (!this.#take(',') && this.#peek().text !== end) this.#refuse(`a comma or ${end}`);
    }
    return items;
  }

  #entries(): [string, Expression][] {
    const entries = new Map<string, Expression>();
    while (!this.#take('}')) {
      const key = this.#advance();
      if (key.kind === 'end' || key.kind === 'mark' || key.text.startsWith('`')) {
        return this.#refuse('the name of an option', key);
      }
      const name = String('value' in key ? key.value : key.text);
      if (name === '__proto__') throw new ArchitectureError('There is no option __proto__.');
      if (entries.has(name)) throw new ArchitectureError(`The option ${quoted(name)} is given twice.`);
      this.#expect(':', `a colon after ${quoted(name)}`);
      entries.set(
        name,
        this.#nested(() => this.#sum()),
      );
      if (!this.#take(',') && this.#peek().text !== '}') this.#refuse('a comma or }');
    }
    return [...entries];
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > DEEPEST_NESTING) {
      throw new ArchitectureError('This line is nested too deeply to be a network.');
    }
    const result = read();
    this.#depth -= 1;
    return result;
  }

  #peek(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #advance(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#next += 1;
    return token;
  }

  #take(mark: string): boolean {
    const { kind, text } = this.#peek();
    if (kind !== 'mark' || text !== mark) return false;
    this.#next += 1;
    return true;
  }

  #expect(mark: string, expected: string): void {
    if (!this.#take(mark)) this.#refuse(expected);
  }

  #refuse(expected: string, { kind, text, at } = this.#peek()): never {
    throw new ArchitectureError(
      kind === 'end'
        ? `Expected ${expected}, but the line ends.`
        : `Expected ${expected}, got ${quoted(text)} (character ${at + 1}).`,
    );
  }
}
