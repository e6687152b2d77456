import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { plotErrors } from '../src/index.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** Whole addresses, for the registry's page. */
const HERE = 'https://raw.githubusercontent.com/neutype/neutype/main/packages/plots/';

describe('the README', () => {
  it('shows what its example prints', () => {
    const run = { train: [2.3, 1.4, 0.8, 0.5, 0.4, 0.3], valid: [0.9, 0.45], updatesPerEpoch: 3 };
    expect(readme).toContain(JSON.stringify(run.train).replaceAll(',', ', '));
    expect(readme).toContain(`\`\`\`text\n${plotErrors(run).toText({ width: 80 })}\n\`\`\``);
  });

  it('shows pictures that exist', () => {
    const pictures = [...readme.matchAll(/(?:src|srcset)="([^"]+)"/g)].map((match) => match[1]!);
    expect(pictures.length).toBeGreaterThan(20);
    for (const picture of pictures) {
      const path = picture.replace(HERE, '../');
      expect([path, existsSync(new URL(path, import.meta.url))]).toEqual([path, true]);
    }
  });
});
