/** Markup that may be put into a page as it is. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What may stand in a template: text is escaped, markup is not, and what is undefined or false leaves nothing. */
export type Fragment = Html | string | number | undefined | false | readonly Fragment[];

/** Markup from a template whose values are escaped. */
export function html(strings: TemplateStringsArray, ...values: readonly Fragment[]): Html {
  const parts = strings.map((text, index) => (index === 0 ? text : markupOf(values[index - 1]) + text));
  return new Html(parts.join(''));
}

function markupOf(value: Fragment): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map(markupOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Control characters mean nothing in a page, and some are not allowed in one.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

function escapeHtml(text: string): string {
  return text.replace(CONTROLS, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
