import { describe, expect, it } from '@jest/globals';
import { htmlReport } from '../src/index.js';
import { gallery } from './support/gallery.js';

const report = htmlReport({
  title: 'A run',
  subtitle: 'momentum, seed 0',
  sections: [
    { title: 'Training', paragraphs: ['Ten epochs.'], plots: Object.values(gallery()) },
    { title: 'Again', preformatted: '  precision  recall', plots: Object.values(gallery()) },
  ],
});

describe('htmlReport', () => {
  it('fetches nothing and runs nothing', () => {
    const addresses = [...report.matchAll(/(?:href|src)="([^"]*)"|url\(([^)]*)\)|@import/g)].map(
      (match) => match[1] ?? match[2],
    );
    expect(
      addresses.filter(
        (address) => !address?.startsWith('data:image/png;base64,') && !address?.startsWith('#'),
      ),
    ).toEqual([]);
    expect(report.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
    expect(report).not.toMatch(/<script|<link|\son\w+=/);
  });

  it('uses each id once, though plots come twice', () => {
    const ids = [...report.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]!);
    expect(ids.length).toBeGreaterThan(40);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is light or dark as the reader is', () => {
    expect(report).toContain('<meta name="color-scheme" content="light dark">');
    expect(report).toContain('@media (prefers-color-scheme:dark)');
    expect(report).toMatch(/<path[^>]* stroke="var\(--neutype-series-0, #0072b2\)"/);
  });

  it('holds its sections in order', () => {
    const shape = htmlReport({
      title: 'Run',
      sections: [{ title: 'A', paragraphs: ['p'], preformatted: 'x  y' }, { title: 'B' }],
    });
    expect(shape.slice(shape.indexOf('<body')).replace(/\n+/g, '')).toBe(
      '<body class="neutype-plot"><header><h1>Run</h1></header><main><section><h2>A</h2><p>p</p><pre tabindex="0">x  y</pre></section>' +
        '<section><h2>B</h2></section></main></body></html>',
    );
  });
});
