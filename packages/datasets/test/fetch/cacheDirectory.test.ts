import { describe, expect, it } from '@jest/globals';
import { defaultCacheDirectory } from '../../src/fetch/cacheDirectory.js';

describe("the platform's cache directory", () => {
  it.each([
    ['linux', {}, '/home/me/.cache/neutype'],
    ['linux', { XDG_CACHE_HOME: '/fast' }, '/fast/neutype'],
    ['linux', { XDG_CACHE_HOME: '' }, '/home/me/.cache/neutype'],
    ['darwin', {}, '/home/me/Library/Caches/neutype'],
    ['linux', { NEUTYPE_CACHE_DIR: '/here', XDG_CACHE_HOME: '/fast' }, '/here'],
  ])('%s with %j: %s', (platform, environment, expected) => {
    expect(defaultCacheDirectory(environment, platform, '/home/me')).toBe(expected);
  });

  it('win32: LOCALAPPDATA', () => {
    const directory = defaultCacheDirectory({ LOCALAPPDATA: 'C:\\Local' }, 'win32', 'C:\\me');
    expect(directory.replaceAll('\\', '/')).toBe('C:/Local/neutype/Cache');
  });
});
