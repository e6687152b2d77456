import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** Throws where an SVG is not well-formed; returns it parsed, attributes under `@_name`. */
export function parseSvg(svg: string): Record<string, unknown> {
  const verdict = XMLValidator.validate(svg);
  if (verdict !== true) throw new Error(`not well-formed: ${verdict.err.msg} (line ${verdict.err.line})`);
  return new XMLParser({ ignoreAttributes: false, htmlEntities: true }).parse(svg) as Record<string, unknown>;
}

/** The values of an attribute, in order of appearance. */
export function attributesOf(svg: string, element: string, attribute: string): string[] {
  return [...svg.matchAll(new RegExp(`<${element}\\b[^>]*?\\s${attribute}="([^"]*)"`, 'g'))].map(
    (match) => match[1]!,
  );
}

/** The contents of all `<text>` elements. */
export function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text\b[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]!);
}
