import { describe, expect, it } from '@jest/globals';
import { SpeedMeter } from '../src/worker/speedMeter.js';

describe('SpeedMeter', () => {
  it('measures the last seconds only', () => {
    const meter = new SpeedMeter();
    for (let second = 0; second <= 10; second++)
      meter.mark(1000 * second, second < 5 ? second : 5 + 100 * (second - 5));
    expect(meter.updatesPerSecond).toBeCloseTo(100);
  });

  it('knows nothing before the second mark, nor after a pause', () => {
    const meter = new SpeedMeter();
    meter.mark(0, 10);
    expect(meter.updatesPerSecond).toBeUndefined();
    meter.mark(1000, 20);
    expect(meter.updatesPerSecond).toBe(10);
    meter.restart();
    meter.mark(5000, 21);
    expect(meter.updatesPerSecond).toBeUndefined();
  });

  it('knows no speed where nothing was done', () => {
    const meter = new SpeedMeter();
    meter.mark(0, 10);
    meter.mark(1000, 10);
    expect(meter.updatesPerSecond).toBeUndefined();
  });
});
