import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The addon of `native/quiet_stderr.cc`, compiled with each build. */
export const QUIET_ADDON = 'quiet_stderr.node';

interface QuietAddon {
  mute(): void;
  unmute(): void;
}

/**
 * Runs something with standard error silenced, where the folder has the addon for it and TensorFlow was not asked to
 * talk. What it greets with while it is loaded cannot be silenced in another way.
 */
export function quietly<T>(folder: string, run: () => T): T {
  const path = join(folder, QUIET_ADDON);
  const wanted = Number(process.env['TF_CPP_MIN_LOG_LEVEL']) >= 2;
  if (!wanted || !existsSync(path)) return run();
  const module = { exports: {} };
  process.dlopen(module, path);
  const addon = module.exports as QuietAddon;
  addon.mute();
  try {
    return run();
  } finally {
    addon.unmute();
  }
}
