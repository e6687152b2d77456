import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { commonJsLoader } from '../src/runtime/commonJsLoader.js';
import { nodeUtil } from '../src/runtime/nodeUtil.js';
import { temporaryFolder } from './support/folders.js';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'kernels'));
  for (const [name, source] of Object.entries(files)) writeFileSync(join(folder, name), source);
  return folder;
}

describe('the loader of tfjs-node', () => {
  it('replaces what is asked for, in every module of the folder', () => {
    const folder = folderWith({
      'index.js':
        "exports.top = require('kernels-need-this').name; exports.below = require('./kernels/a').below;",
      'kernels/a.js':
        "exports.below = require('kernels-need-this').name; exports.path = require('path').sep;",
    });
    const load = commonJsLoader(folder, { 'kernels-need-this': { name: 'ours' } });
    expect(load('index')).toEqual({ top: 'ours', below: 'ours' });
  });

  it('loads each module once, also when two need each other', () => {
    const folder = folderWith({
      'a.js': "exports.first = true; exports.b = require('./b'); ",
      'b.js': "exports.sawFirst = require('./a.js').first;",
    });
    const load = commonJsLoader(folder, {});
    expect(load('a')).toBe(load('a.js'));
    expect((load('b') as { sawFirst: boolean }).sawFirst).toBe(true);
  });

  it('supplies what current Node no longer has', () => {
    const folder = folderWith({
      'a.js':
        "const u = require('util'); exports.seen = [u.isNullOrUndefined(null), u.isNullOrUndefined(undefined), u.isNullOrUndefined(0), u.isArray([]), typeof u.promisify];",
    });
    const { seen } = commonJsLoader(folder, { util: nodeUtil })('a') as { seen: unknown[] };
    expect(seen).toEqual([true, true, false, true, 'function']);
  });
});
