import { readFileSync } from 'node:fs';

/** The cases of a golden file, with NaN where it holds the text `nan`. */
export function readGolden<T>(name: string): T[] {
  const text = readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8');
  return JSON.parse(text, (_, value) => (value === 'nan' ? Number.NaN : value)) as T[];
}
