import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';

const GROUPS = ['packages', 'apps', 'tools'];

/**
 * The packages of the workspace that have tests in Node: each with its folder, and the folders of all packages that
 * its sources or tests are built on.
 */
export function testedPackages(root) {
  const all = GROUPS.flatMap((group) => foldersIn(join(root, group)))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }));
  return all
    .filter(({ folder, manifest }) => manifest.scripts?.test && existsSync(join(folder, 'jest.config.mjs')))
    .map((each) => ({ name: basename(each.folder), folder: each.folder, below: below(each, all) }));
}

/** The package that a person means: by its folder's name, or by the name in its `package.json`. */
export function packageNamed(name, packages) {
  const plain = name.replace(/^@neutype\//, '').replace(/^(?:packages|apps|tools)\/|\/$/g, '');
  return packages.find((each) => each.name === plain);
}

/** The package that a file belongs to. */
export function packageOf(file, packages) {
  return packages.find(({ folder }) => file.startsWith(folder + sep));
}

function below(start, all) {
  const found = new Set();
  function visit({ manifest }) {
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
      const next = all.find((each) => each.manifest.name === name);
      if (next === undefined || next === start || found.has(next.folder)) continue;
      found.add(next.folder);
      visit(next);
    }
  }
  visit(start);
  return [...found].sort();
}

function foldersIn(group) {
  if (!existsSync(group)) return [];
  return readdirSync(group, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(group, entry.name));
}
