import {
  choices,
  defaultSettings,
  type NumericSetting,
  numberProblem,
  ranges,
  readNumber,
  type Settings,
} from '../../shared/settings.js';

/** The query string of these settings, without those that are the defaults: short links. */
export function settingsToQuery(settings: Settings): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(settings)) {
    if (value !== defaultSettings[name as keyof Settings] && value !== 'own') query.set(name, String(value));
  }
  return query.toString();
}

/** The settings in a query string; anything missing or impossible takes its default, and is named in `ignored`. */
export function settingsFromQuery(query: string): { settings: Settings; ignored: string[] } {
  const settings: Record<string, unknown> = { ...defaultSettings };
  const ignored: string[] = [];
  for (const [name, text] of new URLSearchParams(query)) {
    if (!Object.hasOwn(defaultSettings, name)) continue;
    const value = parseValue(name as keyof Settings, text);
    if (value === undefined) ignored.push(`${name}=${text}`);
    else settings[name] = value;
  }
  return { settings: settings as unknown as Settings, ignored };
}

function parseValue(name: keyof Settings, text: string): unknown {
  if (Object.hasOwn(choices, name)) {
    const allowed: readonly string[] = choices[name as keyof typeof choices];
    return allowed.includes(text) ? text : undefined;
  }
  if (Object.hasOwn(ranges, name)) {
    return numberProblem(name as NumericSetting, text) ? undefined : readNumber(text);
  }
  if (typeof defaultSettings[name] === 'boolean') {
    return text === 'true' ? true : text === 'false' ? false : undefined;
  }
  return text;
}
