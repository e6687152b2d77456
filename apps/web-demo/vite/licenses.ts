import { readdirSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const FILE = 'licenses.md';
/** Folders of packages that something of is in a bundle. */
const folders = new Set<string>();

/** Gathers the packages of a bundle; the page's own, which comes last, gets a file with all their licenses beside it. */
export function licenses({ isPage }: { readonly isPage: boolean }): Plugin {
  return {
    name: 'neutype-licenses',
    apply: 'build',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk') for (const id of chunk.moduleIds) gather(id);
      }
      if (isPage) this.emitFile({ type: 'asset', fileName: FILE, source: text() });
    },
  };
}

function gather(id: string): void {
  const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0];
  if (folder !== undefined) folders.add(folder);
}

function text(): string {
  const parts = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const file = readdirSync(folder).find((each) => /^licen[sc]e/i.test(each));
    const words = file === undefined ? '' : `\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`;
    return `## ${name} ${version} (${license})\n${words}`;
  });
  return `# Licenses of what this page is made with\n\n${parts.sort().join('\n')}`;
}
