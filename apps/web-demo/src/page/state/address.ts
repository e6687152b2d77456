import type { Settings } from '../../shared/settings.js';
import { settingsFromQuery, settingsToQuery } from './url.js';

/** What the page was opened with. */
export const opened = settingsFromQuery(location.search);

/** Puts the settings into the address, and nothing else. */
export function showInAddress(settings: Settings): void {
  const query = settingsToQuery(settings);
  history.replaceState(null, '', `${location.pathname}${query && `?${query}`}${location.hash}`);
}
