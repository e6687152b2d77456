import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { unpackWheel, versionOfWheel } from '../src/build/wheel.js';
import { fakeWheel, WHEEL_FILES, WHEEL_NAME } from './support/fakeWheel.js';
import { temporaryFolder } from './support/folders.js';

const unpack = (wheel: string, target: string) =>
  unpackWheel(wheel, join(target, 'libraries'), join(target, 'headers'));

describe('unpacking a wheel', () => {
  it('takes the libraries and the headers of the C interface, and nothing else', async () => {
    const folder = temporaryFolder();
    const { version, libraries, includeFolder } = await unpack(await fakeWheel(folder), folder);
    expect(version).toBe('2.99.0');
    expect(libraries.map((path) => readFileSync(path, 'utf8'))).toEqual([
      WHEEL_FILES['tensorflow/libtensorflow_cc.so.2'],
      WHEEL_FILES['tensorflow/libtensorflow_framework.so.2'],
    ]);
    expect(readFileSync(join(includeFolder, 'tensorflow/c/eager/c_api.h'), 'utf8')).toBe('#define EAGER');
    expect(existsSync(join(includeFolder, 'tsl/platform/ctstring.h'))).toBe(true);
    expect(existsSync(join(includeFolder, 'tensorflow/core/framework/op.h'))).toBe(false);
    expect(existsSync(join(folder, 'headers/tensorflow/python'))).toBe(false);
  });

  it('tells a file that is not the one that was published', async () => {
    const folder = temporaryFolder();
    const changed = { ...WHEEL_FILES, 'tensorflow/libtensorflow_cc.so.2': 'another library' };
    const wheel = await fakeWheel(folder, { files: changed, recorded: WHEEL_FILES });
    await expect(unpack(wheel, folder)).rejects.toThrow(
      `wheel ${WHEEL_NAME}: expected an undamaged wheel, got a corrupted one: tensorflow/libtensorflow_cc.so.2 ` +
        'does not have the checksum that the wheel records. Download it again.',
    );
  });

  it('tells a download that was cut short', async () => {
    const folder = temporaryFolder();
    const wheel = await fakeWheel(folder);
    truncateSync(wheel, 300);
    await expect(unpack(wheel, folder)).rejects.toThrow('a corrupted one: not a complete zip file');
  });

  it('tells bytes that changed on the way', async () => {
    const folder = temporaryFolder();
    const wheel = await fakeWheel(folder);
    const bytes = readFileSync(wheel);
    bytes.fill(0xff, 60, 90);
    writeFileSync(wheel, bytes);
    await expect(unpack(wheel, folder)).rejects.toThrow(/a corrupted one: .*libtensorflow_cc\.so\.2/);
  });

  it('tells a wheel without the C library', async () => {
    const folder = temporaryFolder();
    const { 'tensorflow/libtensorflow_cc.so.2': _, ...others } = WHEEL_FILES;
    const wheel = await fakeWheel(folder, { files: others });
    await expect(unpack(wheel, folder)).rejects.toThrow(
      'got no libtensorflow_cc. Use a tensorflow-cpu wheel',
    );
  });

  it('tells a file that is not there', async () => {
    const folder = temporaryFolder();
    await expect(unpack(join(folder, WHEEL_NAME), folder)).rejects.toThrow(
      'expected a file, got nothing there',
    );
  });

  it.each([
    ['/x/tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl', '2.21.0'],
    ['tensorflow-2.20.0-cp312-cp312-manylinux_2_17_aarch64.whl', '2.20.0'],
  ])('reads the version of %s', (path, version) => {
    expect(versionOfWheel(path)).toBe(version);
  });

  it('refuses what is not a TensorFlow wheel', () => {
    expect(() => versionOfWheel('/x/numpy-2.0.0-cp311-cp311-linux.whl')).toThrow(
      'expected a TensorFlow wheel',
    );
  });
});
