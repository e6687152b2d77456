/** How many characters of a text a message repeats. */
const LONGEST_TEXT = 60;

/**
 * What a value is, in a few words that are safe in a message: control characters are escaped, long texts are cut, and
 * arrays and objects are named rather than printed.
 *
 * @example
 * ```ts
 * shown('0.1'); // "'0.1'"
 * shown(10n); // '10n'
 * shown([1, 2, 3]); // 'an array of 3'
 * shown(new Float32Array(2)); // 'a Float32Array of 2'
 * ```
 */
export function shown(value: unknown): string {
  try {
    return inWords(value);
  } catch {
    // A proxy or a getter: what it is cannot be asked.
    return typeof value === 'function' ? 'a function' : 'an object';
  }
}

function inWords(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `'${escapeControls(cut(value))}'`;
    case 'bigint':
      return `${value}n`;
    case 'function':
      return nameOfFunction(value);
    case 'object':
      return value === null ? 'null' : nameOfObject(value);
    default:
      return String(value);
  }
}

/**
 * Text that does nothing to a terminal and cannot pretend to be other text: control characters, escape sequences and
 * marks that turn the direction of writing come as `\x1b` or `\u{202e}`.
 */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0)!;
    return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** C0, DEL and C1; line and paragraph separators; the marks of Unicode's bidirectional algorithm; the byte order mark. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

function cut(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}

function nameOfFunction({ name }: { readonly name: unknown }): string {
  return typeof name !== 'string' || name === '' ? 'a function' : `the function ${escapeControls(cut(name))}`;
}

function nameOfObject(value: object): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const kind = kindOf(value);
  if (ArrayBuffer.isView(value) && 'length' in value) return `${withArticle(kind)} of ${value.length}`;
  return kind === 'Object' ? 'an object' : withArticle(kind);
}

function kindOf(value: object): string {
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1);
  if (tag !== 'Object') return escapeControls(cut(tag));
  const name = (Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null)?.constructor
    ?.name;
  return typeof name === 'string' && name !== '' ? escapeControls(cut(name)) : 'Object';
}

function withArticle(noun: string): string {
  return /^([AEIO]|U(?!int))/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
