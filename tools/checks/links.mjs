#!/usr/bin/env node
/**
 * Links and pictures of all pages. A package's README is shown on the registry's page as well, where a path leads
 * nowhere: there they are whole addresses. Whatever they name of this repository must exist.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const HOME =
  /^https:\/\/(?:github\.com\/neutype\/neutype\/(?:tree|blob)|raw\.githubusercontent\.com\/neutype\/neutype)\/main\//;

const problems = [];
let checked = 0;
for (const page of pages()) {
  const text = readFileSync(join(root, page), 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  for (const [, inText, inTag] of text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)) {
    checked++;
    const problem = problemOf(page, inText ?? inTag);
    if (problem !== undefined) problems.push(`${page}: ${inText ?? inTag} ${problem}`);
  }
}
for (const problem of problems) console.log(problem);
console.log(`${checked} links checked, ${problems.length} lead nowhere.`);
process.exitCode = problems.length > 0 ? 1 : 0;

/** All pages in Markdown that git knows. */
function pages() {
  const paths = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  return paths.filter((path) => !path.startsWith('.changeset/') && !path.endsWith('CHANGELOG.md'));
}

function isPublished(page) {
  return /^packages\/[^/]+\/README\.md$/.test(page);
}

function problemOf(page, link) {
  if (link.startsWith('#')) return undefined;
  if (HOME.test(link)) return existsAt(root, link.replace(HOME, ''));
  if (/^[a-z]+:/.test(link)) return undefined;
  return isPublished(page)
    ? 'is a path, which leads nowhere on the registry’s page'
    : existsAt(join(root, dirname(page)), link);
}

function existsAt(folder, link) {
  const path = decodeURIComponent(link.replace(/#.*$/, ''));
  return existsSync(join(folder, path)) ? undefined : 'does not exist';
}
