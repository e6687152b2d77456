import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checksumOfWheel } from '../src/build/pinnedWheels.js';
import { unpackWheel, versionOfWheel } from '../src/build/wheel.js';
import { fakeWheel, WHEEL_FILES, WHEEL_NAME } from './support/fakeWheel.js';
import { temporaryFolder } from './support/folders.js';

function unpack(wheel: string, target: string) {
  return unpackWheel(wheel, join(target, 'libraries'), join(target, 'headers'));
}

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

  const library = 'tensorflow/libtensorflow_cc.so.2';
  const digestOf = (algorithm: string, text: string): string =>
    `${algorithm}=${createHash(algorithm).update(text).digest('base64url')}`;
  const linesFor = (files: Readonly<Record<string, string>>, algorithm = 'sha256'): string[] =>
    Object.entries(files).map(([path, text]) => `${path},${digestOf(algorithm, text)},${text.length}`);
  const { [library]: cc, ...others } = WHEEL_FILES as Record<string, string>;

  it.each([
    ['leaves out', []],
    ['lists without a checksum', [`${library},,`]],
    ['lists with a weak checksum', [`${library},${digestOf('md5', cc!)},15000`]],
    ['lists with an empty checksum', [`${library},sha256=,15000`]],
    ['lists under another name', [`./${library},${digestOf('sha256', cc!)},15000`]],
  ])('refuses a library that the wheel %s', async (_name, lines) => {
    const folder = temporaryFolder();
    const wheel = await fakeWheel(folder, { record: [...lines, ...linesFor(others)].join('\n') });
    await expect(unpack(wheel, folder)).rejects.toThrow(
      `a corrupted one: ${library} is not recorded with a checksum.`,
    );
  });

  it('refuses a header that the wheel leaves out', async () => {
    const folder = temporaryFolder();
    const { 'tensorflow/include/tensorflow/c/c_api.h': _, ...recorded } = WHEEL_FILES as Record<
      string,
      string
    >;
    const wheel = await fakeWheel(folder, { recorded });
    await expect(unpack(wheel, folder)).rejects.toThrow('include/tensorflow/c/c_api.h is not recorded');
  });

  it('refuses a wheel that records two checksums for one file', async () => {
    const folder = temporaryFolder();
    const lines = [...linesFor(WHEEL_FILES), `${library},${digestOf('sha256', 'another')},15000`];
    const wheel = await fakeWheel(folder, { record: lines.join('\n') });
    await expect(unpack(wheel, folder)).rejects.toThrow(`${library} is recorded twice`);
  });

  it('refuses a wheel with two records, or one that is absurdly large', async () => {
    const record = linesFor(WHEEL_FILES).join('\n');
    const twice = { ...WHEEL_FILES, 'other-1.0.dist-info/RECORD': record };
    const [one, other] = [temporaryFolder(), temporaryFolder()];
    await expect(unpack(await fakeWheel(one, { files: twice, record }), one)).rejects.toThrow(
      'it has more than one RECORD of checksums',
    );
    const large = `${record}\n${'x'.repeat(64e6)}`;
    await expect(unpack(await fakeWheel(other, { record: large }), other)).rejects.toThrow(
      'its RECORD is too large',
    );
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('tells a disk that is full', async () => {
    const folder = temporaryFolder();
    const wheel = await fakeWheel(folder);
    mkdirSync(join(folder, 'libraries'));
    const target = join(folder, 'libraries', 'libtensorflow_cc.so.2');
    symlinkSync('/dev/full', target);
    await expect(unpack(wheel, folder)).rejects.toThrow(
      `${target}: expected to write there, got a full disk. Choose another place with --cache DIR.`,
    );
  });

  it.each(['sha384', 'sha512'])('takes %s, quoted paths and ends of lines of Windows', async (algorithm) => {
    const folder = temporaryFolder();
    const record = linesFor(WHEEL_FILES, algorithm)
      .map((line) => line.replace(/^([^,]*)/, '"$1"'))
      .join('\r\n');
    const { libraries } = await unpack(await fakeWheel(folder, { record }), folder);
    expect(libraries).toHaveLength(2);
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
    const nowhere = join(temporaryFolder(), WHEEL_NAME);
    await expect(checksumOfWheel(nowhere)).rejects.toThrow('expected a file, got nothing there');
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

describe('the checksum of the whole wheel', () => {
  const pinned = { [WHEEL_NAME]: createHash('sha256').update('the wheel').digest('hex') };
  function file(name: string, text: string): string {
    const path = join(temporaryFolder(), name);
    writeFileSync(path, text);
    return path;
  }

  it('is the pinned one, by whatever name', async () => {
    for (const name of [WHEEL_NAME, 'tensorflow_cpu-2.99.0-renamed.whl']) {
      expect(await checksumOfWheel(file(name, 'the wheel'), pinned)).toEqual({
        sha256: pinned[WHEEL_NAME],
        isPinned: true,
      });
    }
  });

  it('is refused where another is pinned', async () => {
    await expect(checksumOfWheel(file(WHEEL_NAME, 'another wheel'), pinned)).rejects.toThrow(
      `wheel ${WHEEL_NAME}: expected the published one (SHA-256 ${pinned[WHEEL_NAME]}), got another (SHA-256 `,
    );
  });

  it('is given where none is pinned', async () => {
    const { sha256, isPinned } = await checksumOfWheel(file('tensorflow_cpu-9.9.9-x.whl', 'the wheel'), {});
    expect([sha256, isPinned]).toEqual([pinned[WHEEL_NAME], false]);
  });
});
