import { readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/** How long nothing must change until an edit counts as saved: editors write a file in several strokes. */
const QUIET_MILLISECONDS = 40;

/** What tools write, and nobody edits. */
const NOT_EDITED = /^(?:node_modules|dist|coverage|generated|\..*|.*test-results\.json)$/;

/** What tests and the compiler read; editors leave drafts under other names. */
const READ = /\.(?:[cm]?[jt]s|tsx|json|snap)$/;

/**
 * Tells of the files that change in these folders, a burst of changes at once. Each folder has a watcher of its own:
 * one that watches a whole tree loses sight, on Linux, of files that an editor replaces.
 *
 * @param onEdit takes the paths that changed
 * @returns a function that ends the watching
 */
export function watchFolders(folders, onEdit) {
  const watchers = new Map();
  const edited = new Set();
  let timer;

  function note(path) {
    edited.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const paths = [...edited];
      edited.clear();
      onEdit(paths);
    }, QUIET_MILLISECONDS);
  }
  function watchTree(folder) {
    if (watchers.has(folder) || !isFolder(folder)) return;
    const watcher = watch(folder, (_, name) => {
      if (name === null || NOT_EDITED.test(name)) return;
      const path = join(folder, name);
      if (isFolder(path)) watchTree(path);
      else if (READ.test(name)) note(path);
    });
    // A folder that was removed: its watcher has nothing more to tell.
    watcher.on('error', () => watcher.close());
    watcher.on('close', () => watchers.delete(folder));
    watchers.set(folder, watcher);
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory() && !NOT_EDITED.test(entry.name)) watchTree(join(folder, entry.name));
  }

  for (const folder of folders) watchTree(folder);
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers.values()) watcher.close();
  };
}

function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
