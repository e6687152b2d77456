import { describe, expect, it } from '@jest/globals';
import { CommandWriter, isTogether } from '../../src/engine/command.js';

const FLAGS = 2;

/** The command as it stands in memory when it is started. */
function launched(items: number, nanoseconds: number): Int32Array {
  let words: Int32Array = new Int32Array();
  const writer = new CommandWriter(new Int32Array(64), (command) => {
    words = command.logged().words;
  });
  writer.begin(3).int(7).run(items, nanoseconds);
  return words;
}

describe('a command', () => {
  it('is for one thread where another would not be worth its while', () => {
    expect(launched(16, 14_000)[FLAGS]).toBe(0);
    expect(launched(1, 1e9)[FLAGS]).toBe(0);
  });

  it('tells how many microseconds an item takes, by which waiting for a thread is judged', () => {
    const words = launched(16, 32e6);
    expect(isTogether({ words })).toBe(true);
    expect(words[FLAGS]! >> 8).toBe(2000);
    expect(launched(200, 20_000)[FLAGS]! >> 8).toBe(1);
  });

  it('does not keep anybody waiting for more than some hundredths of a second', () => {
    expect(launched(2, 1e12)[FLAGS]! >> 8).toBe(10_000);
  });
});
