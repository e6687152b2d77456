import { ArchitectureError, quoted } from './architectureError.js';

/** A piece of a line of code. `text` is what was written, `value` what a number or a string means. */
export type Token =
  | { readonly kind: 'number'; readonly value: number; readonly text: string; readonly at: number }
  | { readonly kind: 'string'; readonly value: string; readonly text: string; readonly at: number }
  | { readonly kind: 'name' | 'mark' | 'end'; readonly text: string; readonly at: number };

const digits = String.raw`\d+(?:_\d+)*`;
const patterns = {
  gap: /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/)+/y,
  number: new RegExp(
    String.raw`0[xX][\da-fA-F]+(?:_[\da-fA-F]+)*|0[bB][01]+(?:_[01]+)*|0[oO][0-7]+(?:_[0-7]+)*` +
      String.raw`|(?:(?:0|[1-9]\d*(?:_\d+)*)(?:\.(?:${digits})?)?|\.${digits})(?:[eE][+-]?${digits})?`,
    'y',
  ),
  name: /[A-Za-z_$][\w$]*/y,
  string: /'(?:[^'\\\n\r]|\\[\s\S])*'|"(?:[^"\\\n\r]|\\[\s\S])*"|`(?:[^`\\$]|\\[\s\S]|\$(?!\{))*`/y,
  mark: /\+\+|--|\*\*|\?\.|=>|\.\.\.|[\s\S]/uy,
};

/**
 * The tokens of a line of TypeScript, comments left out; the last is its end.
 *
 * @throws {ArchitectureError} for a number or a string that TypeScript would refuse
 */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  function match(kind: keyof typeof patterns, at: number) {
    const pattern = patterns[kind];
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  }
  let at = 0;
  for (;;) {
    at += match('gap', at)?.length ?? 0;
    if (at >= source.length) break;
    const token = numberToken(match('number', at), at) ??
      stringToken(match('string', at), at) ??
      nameToken(match('name', at), at) ?? { kind: 'mark', text: match('mark', at) ?? '', at };
    checkEnd(token, source[at + token.text.length]);
    tokens.push(token);
    at += token.text.length;
  }
  return [...tokens, { kind: 'end', text: '', at: source.length }];
}

function numberToken(text: string | undefined, at: number): Token | undefined {
  return text === undefined
    ? undefined
    : { kind: 'number', text, value: Number(text.replaceAll('_', '')), at };
}

function nameToken(text: string | undefined, at: number): Token | undefined {
  return text === undefined ? undefined : { kind: 'name', text, at };
}

function stringToken(text: string | undefined, at: number): Token | undefined {
  return text === undefined ? undefined : { kind: 'string', text, value: unescaped(text), at };
}

/** `5abc`, `08` and `5n` are no numbers; a quote or a comment that is a mark by itself was never closed. */
function checkEnd(token: Token, next: string | undefined): void {
  if (token.kind === 'number' && next !== undefined && /[\w$]/.test(next)) {
    throw new ArchitectureError(`${quoted(token.text + next)} is no number (character ${token.at + 1}).`);
  }
  if (token.kind === 'mark' && /['"`]/.test(token.text)) {
    throw new ArchitectureError(`The text that begins at character ${token.at + 1} is not closed.`);
  }
  if (token.kind === 'mark' && token.text === '/' && next === '*') {
    throw new ArchitectureError(`The comment that begins at character ${token.at + 1} is not closed.`);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
  '\r\n': '',
  '\r': '',
  '\u2028': '',
  '\u2029': '',
};

function unescaped(text: string): string {
  const escapes = /\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(0)(?!\d)|(\r\n|[\s\S]))/gu;
  return text.slice(1, -1).replace(escapes, (written, point, unit, byte, zero, other) => {
    if (zero !== undefined) return '\0';
    const code = point ?? unit ?? byte;
    if (code !== undefined && Number.parseInt(code, 16) <= 0x10_ff_ff) {
      return String.fromCodePoint(Number.parseInt(code, 16));
    }
    if (code !== undefined || /[\dux]/.test(other)) {
      throw new ArchitectureError(`${quoted(written)} means nothing in a text.`);
    }
    return ESCAPES[other] ?? other;
  });
}
