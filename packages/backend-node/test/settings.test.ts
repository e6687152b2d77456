import { describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/core';
import { diagnoseNodeBackend } from '../src/diagnose.js';
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
    [{ threads: 0 }, 'configureNodeBackend, option threads: expected a whole number from 1, got 0.'],
    [{ threads: 1.5 }, 'configureNodeBackend, option threads: expected a whole number from 1, got 1.5.'],
    [{ threads: '2' }, "configureNodeBackend, option threads: expected a whole number from 1, got '2'."],
    [
      { logLevel: 'error' },
      "configureNodeBackend, option logLevel: expected one of 'all', 'warnings', 'errors', 'none', got 'error'. " +
        "Did you mean 'errors'?",
    ],
    [{ logLevel: 'toString' }, "got 'toString'."],
    [{ oneDnn: 'false' }, "configureNodeBackend, option oneDnn: expected true or false, got 'false'."],
    [null, 'configureNodeBackend: expected options as an object, got null.'],
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

describe('the diagnosis', () => {
  it.each([
    [{ through: true }, "Did you mean 'thorough'?"],
    [{ thorough: 'yes' }, "diagnoseNodeBackend, option thorough: expected true or false, got 'yes'."],
  ])('refuses %j', async (options, message) => {
    await expect(diagnoseNodeBackend(options as object)).rejects.toThrow(message);
  });
});
