/** What counts as a number in a table: decimal digits with a point and an exponent, as every program writes them. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number of a field, or why it has none: what was expected and what to do. */
export function csvNumber(text: string): number | { expected: string; remedy: string } {
  const field = text.trim();
  if (field === '') {
    return { expected: 'a number', remedy: 'Say with `missing` what empty fields count as.' };
  }
  if (!NUMBER.test(field)) {
    return { expected: 'a number', remedy: separatorHint(field) ?? 'Leave the column out with `ignore`.' };
  }
  const number = Number(field);
  if (Number.isFinite(Math.fround(number))) return number;
  return {
    expected: 'a number that float32 can hold',
    remedy: 'Scale the column, or leave it out with `ignore`.',
  };
}

/** A whole row in one field: the separator is another one. */
function separatorHint(field: string): string | undefined {
  const separator = [';', '\t', '|', ','].find((candidate) =>
    field.split(candidate).every((part, _, parts) => parts.length > 1 && NUMBER.test(part.trim())),
  );
  if (separator === undefined) return undefined;
  const shown = separator === '\t' ? '\\t' : separator;
  return `Are the fields separated by '${shown}'? Say so with \`delimiter\`.`;
}
