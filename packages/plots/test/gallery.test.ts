import { createRequire } from 'node:module';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { plot, toVegaLite } from '../src/index.js';
import { gallery } from './support/gallery.js';
import { attributesOf, parseSvg } from './support/svg.js';

const plots = Object.entries(gallery());
const schema = createRequire(import.meta.url)('vega-lite/vega-lite-schema.json') as object;
const validate = new Ajv({ strict: false, validateFormats: false, allowUnionTypes: true }).compile(schema);

afterEach(() => {
  jest.restoreAllMocks();
});

describe.each(plots)('%s', (_, shown) => {
  it('looks as it did', () => {
    expect(shown.toText()).toMatchSnapshot('text');
    expect(shown.toSvg()).toMatchSnapshot('svg');
  });

  it('is well-formed XML with a title and a description in every theme and width', () => {
    for (const theme of ['light', 'dark', 'auto'] as const) {
      for (const width of [240, 720, 1200]) {
        const { svg } = parseSvg(shown.toSvg({ theme, width })) as { svg: Record<string, unknown> };
        expect(svg['@_role']).toBe('img');
        expect(svg['title']).toMatchObject({ '#text': shown.description.title });
        expect(svg['desc']).toMatchObject({ '#text': shown.description.summary });
        expect(Number(svg['@_width'])).toBeLessThanOrEqual(width);
      }
    }
  });

  it('draws nothing outside its numbers', () => {
    expect(shown.toSvg()).not.toMatch(/NaN|Infinity|undefined/);
    expect(shown.toText()).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('uses each id once and refers to ids that exist', () => {
    const svg = shown.toSvg();
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]!);
    expect(new Set(ids).size).toBe(ids.length);
    const referred = [...svg.matchAll(/url\(#([^)]+)\)/g)].map((match) => match[1]!);
    const labeled = attributesOf(svg, 'svg', 'aria-labelledby').flatMap((value) => value.split(' '));
    expect(ids).toEqual(expect.arrayContaining([...referred, ...labeled]));
  });

  it('survives being stored as JSON', () => {
    const stored = JSON.parse(JSON.stringify(shown));
    expect(stored).toEqual(shown.description);
    expect(plot(stored).toSvg()).toBe(shown.toSvg());
  });

  it.each([40, 60, 80, 120])('keeps to %i columns, without color codes unless asked', (width) => {
    const lines = shown.toText({ width }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(lines.join('')).not.toContain('\u001b');
  });

  it('shows the same in color, but for pictures', () => {
    if (shown.description.panels.some(({ kind }) => kind === 'tiles')) return;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what colors are made of
    expect(shown.toText({ color: true }).replace(/\u001b\[[\d;]*m/g, '')).toBe(shown.toText());
  });

  it('is valid Vega-Lite that compiles and runs without a warning', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const spec = toVegaLite(shown);
    if (!validate(spec)) throw new Error(JSON.stringify(validate.errors?.slice(0, 5)));
    const view = new View(parse(compile(spec as unknown as TopLevelSpec).spec), { renderer: 'none' });
    await view.runAsync();
    expect(warn.mock.calls).toEqual([]);
    view.finalize();
  });
});
