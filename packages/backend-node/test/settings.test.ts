import { describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/core';
import {
  applySettings,
  configureNodeBackend,
  environmentOf,
  type NodeBackendSettings,
} from '../src/runtime/settings.js';

describe('the settings', () => {
  it('become what TensorFlow reads', () => {
    expect(environmentOf({ threads: 3, logLevel: 'warnings', oneDnn: true })).toEqual({
      TF_NUM_INTRAOP_THREADS: '3',
      TF_CPP_MIN_LOG_LEVEL: '1',
      TF_ENABLE_ONEDNN_OPTS: '1',
    });
    expect(environmentOf({})).toEqual({});
  });

  it.each([
    [{ threads: 0 }, 'configureNodeBackend: threads: expected a positive integer, got 0.'],
    [{ threads: 1.5 }, 'configureNodeBackend: threads: expected a positive integer, got 1.5.'],
    [
      { logLevel: 'loud' },
      "configureNodeBackend: logLevel: expected all, warnings, errors, none, got 'loud'.",
    ],
    [{ thread: 2 }, "Did you mean 'threads'?"],
  ])('refuse %j', (settings, message) => {
    const configure = (): void => configureNodeBackend(settings as NodeBackendSettings);
    expect(configure).toThrow(OptionError);
    expect(configure).toThrow(message);
  });

  it('silence TensorFlow unless something was chosen, and cannot change once it is loaded', () => {
    delete process.env['TF_CPP_MIN_LOG_LEVEL'];
    applySettings();
    expect(process.env['TF_CPP_MIN_LOG_LEVEL']).toBe('2');
    process.env['TF_CPP_MIN_LOG_LEVEL'] = '0';
    applySettings();
    expect(process.env['TF_CPP_MIN_LOG_LEVEL']).toBe('0');
    expect(() => configureNodeBackend({ threads: 1 })).toThrow('TensorFlow already loaded');
  });
});
