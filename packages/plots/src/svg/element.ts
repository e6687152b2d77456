type Attributes = Readonly<Record<string, string | number | undefined>>;

// Characters that XML 1.0 does not allow at all, escaped or not, the C1 controls that it warns of, and those that turn the
// direction of what follows: a name could pretend to be another.
const forbidden =
  /[^\t\n\r\u0020-\u007e\u00a0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe for XML and HTML, in content and in attributes. */
export const escapeXml = (text: string): string =>
  text.replace(forbidden, '\ufffd').replace(/[&<>"']/g, (character) => entities[character]!);

/** One element; numbers are rounded to hundredths of a pixel, attributes that are undefined left out. */
export const element = (name: string, attributes: Attributes, ...content: readonly string[]): string => {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : escapeXml(value!)}"`)
    .join('');
  return content.length > 0 ? `<${name}${written}>${content.join('')}</${name}>` : `<${name}${written}/>`;
};

/** Hundredths of a pixel. */
export const round = (value: number): number => Math.round(value * 100) / 100 + 0;

/** A `<text>` element. */
export const textElement = (text: string, attributes: Attributes): string =>
  element('text', attributes, escapeXml(text));
