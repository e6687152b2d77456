import { eastAsianWidth } from 'get-east-asian-width';

/** A column each. */
const PRINTABLE_ASCII = /^[ -~]*$/;
const KEYCAP = /^[\d#*]\u20e3$/;
/** Parts of Korean syllables, which a terminal puts together. */
const JAMO = /[\u1100-\u11ff]/;
/** Sequences of code points are known to the flag `v` alone, which the compiler does not take yet. */
const EMOJI = '^\\p{RGI_Emoji}$';
const JOINER = '\u200d';

/** What Unicode knows of characters. */
interface Unicode {
  readonly graphemes: Intl.Segmenter;
  readonly emoji: RegExp;
  readonly pictographs: RegExp;
  /** What takes no column of its own. */
  readonly unseen: RegExp;
}

let unicode: Unicode | undefined;

/** Made when a text first needs it: it takes as long as importing a whole package. */
function unicodeData(): Unicode {
  unicode ??= {
    graphemes: new Intl.Segmenter(undefined, { granularity: 'grapheme' }),
    emoji: new RegExp(EMOJI, 'v'),
    pictographs: /\p{Extended_Pictographic}/gu,
    unseen:
      /[\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/u,
  };
  return unicode;
}

/** The characters of a text as a reader counts them, each with all that is combined with it. */
export function* characters(text: string): Generator<string> {
  for (const { segment } of unicodeData().graphemes.segment(text)) yield segment;
}

/** Texts are looked at in parts of so many code units: the segmenter's time grows with the square of the length. */
export const WINDOW = 512;

/** How many columns of a terminal a text takes: East Asian characters and emoji take two, combining marks none. */
export function columnsOf(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let columns = 0;
  for (let at = 0; at < text.length; at += WINDOW) {
    for (const character of characters(text.slice(at, at + WINDOW))) columns += columnsOfCharacter(character);
  }
  return columns;
}

function columnsOfCharacter(character: string): number {
  if (isEmoji(character)) return 2;
  const { unseen } = unicodeData();
  const composed = JAMO.test(character) ? character.normalize('NFC') : character;
  let columns = 0;
  for (const codePoint of composed) {
    if (!unseen.test(codePoint)) columns += eastAsianWidth(codePoint.codePointAt(0) as number);
  }
  return columns;
}

function isEmoji(character: string): boolean {
  const { emoji, pictographs } = unicodeData();
  if (emoji.test(character) || KEYCAP.test(character)) return true;
  return character.includes(JOINER) && (character.match(pictographs)?.length ?? 0) > 1;
}
