import {
  choices,
  defaultSettings,
  type NumericSetting,
  numberProblem,
  ranges,
  type Settings,
} from './settings.js';

/** The query string of these settings, without those that are the defaults: short links. */
export function settingsToQuery(settings: Settings): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(settings)) {
    if (value !== defaultSettings[name as keyof Settings]) query.set(name, String(value));
  }
  return query.toString();
}

/** The settings in a query string; anything missing or impossible takes its default, and is named in `ignored`. */
export function settingsFromQuery(query: string): { settings: Settings; ignored: string[] } {
  const settings: Record<string, unknown> = { ...defaultSettings };
  const ignored: string[] = [];
  for (const [name, text] of new URLSearchParams(query)) {
    if (!(name in defaultSettings)) continue;
    const value = parseValue(name as keyof Settings, text);
    if (value === undefined) ignored.push(`${name}=${text}`);
    else settings[name] = value;
  }
  return { settings: settings as unknown as Settings, ignored };
}

function parseValue(name: keyof Settings, text: string): unknown {
  if (name in choices) {
    const allowed: readonly string[] = choices[name as keyof typeof choices];
    return allowed.includes(text) ? text : undefined;
  }
  if (name in ranges) {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    return numberProblem(name as NumericSetting, value) ? undefined : value;
  }
  if (name === 'nesterov') return text === 'true' ? true : text === 'false' ? false : undefined;
  return text;
}
