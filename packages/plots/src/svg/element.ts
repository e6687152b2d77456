type Attributes = Readonly<Record<string, string | number | undefined>>;

// Characters that XML 1.0 does not allow at all, escaped or not, the C1 controls that it warns of, and those that turn the
// direction of what follows: a name could pretend to be another.
const FORBIDDEN =
  /[^\t\n\r\u0020-\u007e\u00a0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe for XML and HTML, in content and in attributes. */
export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** One element; numbers are rounded to hundredths of a pixel, attributes that are undefined left out. */
export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : escapeXml(value!)}"`)
    .join('');
  return content.length > 0 ? `<${name}${written}>${content.join('')}</${name}>` : `<${name}${written}/>`;
}

/** Hundredths of a pixel. */
export function round(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

/** A `<text>` element. */
export function textElement(text: string, attributes: Attributes): string {
  return element('text', attributes, escapeXml(text));
}
