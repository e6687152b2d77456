import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** WebGPU, and none of the requests that a browser makes for itself. */
const FLAGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts the system's Chromium, or the one that `NEUTYPE_CHROMIUM` names.
 *
 * @throws saying what to install where there is none: a browser test is never passed over in silence.
 */
export function launchChromium(): Promise<Browser> {
  const executablePath = process.env['NEUTYPE_CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(
      `There is no Chromium at ${executablePath}: install it (Debian: apt-get install chromium), ` +
        'or name another in NEUTYPE_CHROMIUM.',
    );
  }
  return chromium.launch({ executablePath, args: FLAGS });
}
