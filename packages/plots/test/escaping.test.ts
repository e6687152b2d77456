import { describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/errors';
import fc from 'fast-check';
import { htmlReport, plotConfusionMatrix, plotMetrics, plotNetwork } from '../src/index.js';
import { parseSvg } from './support/svg.js';

const nasty = `</text><script>alert("1 & 2")</script>'`;

describe('labels', () => {
  it('never become markup', () => {
    const svgs = [
      plotMetrics({ [nasty]: [1, 2] }, { title: nasty, yLabel: nasty }).toSvg(),
      plotConfusionMatrix([[1]], { labels: [nasty], title: nasty }).toSvg({ theme: 'auto' }),
      plotNetwork({ layers: [{ name: nasty, outputShape: [1] }] }, { title: nasty }).toSvg(),
      htmlReport({
        title: nasty,
        subtitle: nasty,
        sections: [{ title: nasty, paragraphs: [nasty], preformatted: nasty }],
      }),
    ];
    for (const svg of svgs) {
      expect(svg).not.toContain('<script');
      expect(svg).toContain('&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt;&#39;');
    }
  });

  it('may hold any characters, even those that XML forbids', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (label) => {
        parseSvg(plotMetrics({ [label]: [1, 2] }, { title: label }).toSvg());
      }),
    );
    expect(plotMetrics({ 'a\u0000b\ud800': [1] }).toSvg()).toContain('a\ufffdb\ufffd');
  });
});

describe('options', () => {
  it('are refused if they leave no room', () => {
    const plot = plotMetrics({ loss: [1] });
    expect(() => plot.toSvg({ width: 100 })).toThrow(OptionError);
    expect(() => plot.toSvg({ width: Number.NaN })).toThrow(
      'toSvg, width: expected a number from 200, got NaN.',
    );
    expect(() => plot.toText({ width: 5 })).toThrow(
      'toText, width: expected a number from 20 to 10000, got 5.',
    );
  });
});
