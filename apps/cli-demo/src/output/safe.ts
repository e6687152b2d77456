import { escapeControls } from '@neutype/errors';

/** Text from outside, as of a path or an error, that cannot steer a terminal; its lines stay lines. */
export function safe(text: string): string {
  return text.split('\n').map(escapeControls).join('\n');
}
