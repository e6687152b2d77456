import { headline, tagged } from './messages.js';

/**
 * What an optimizer says of itself when it is made: the algorithm and every option, in alphabetical order and in
 * NeuPy's spelling (`batch_size = 128`, `nesterov = True`), so that the two logs can be laid side by side.
 */
export const formatOptionBlock = (
  algorithm: string,
  options: Readonly<Record<string, unknown>>,
  colours = false,
): string[] => {
  const lines = Object.entries(options)
    .map(([name, value]) => [snakeCase(name), formatOptionValue(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => tagged('OPTION', `${name} = ${value}`, colours));
  return [
    '',
    headline('Main information', colours),
    '',
    tagged('ALGORITHM', algorithm, colours),
    '',
    ...lines,
    '',
  ];
};

/** `shuffleData` → `shuffle_data`. */
export const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);

const formatOptionValue = (value: unknown): string => {
  if (value === undefined || value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'function') return value.name || 'function';
  if (Array.isArray(value)) return `[${value.map(formatOptionValue).join(', ')}]`;
  if (typeof value === 'object') return formatObject(value);
  return String(value);
};

const formatObject = (value: object): string => {
  const { name } = value as { name?: unknown };
  return typeof name === 'string' ? name : 'object';
};
