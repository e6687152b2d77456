/** What all candidates share: the data and the way of measuring. */

/** Repeatable numbers in (-scale, scale). */
export function values(shape, scale) {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  let state = 12345;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * scale;
  });
}

/** 128 rows of ten classes. */
export function onehot() {
  const labels = new Float32Array(1280);
  for (let row = 0; row < 128; row++) labels[row * 10 + (row % 10)] = 1;
  return labels;
}

/** Milliseconds of a step: the best and the median of `count` after a warm-up; and the last loss. */
export function measure(step, count) {
  for (let i = 0; i < Math.max(8, count / 5); i++) step();
  const times = [];
  let loss = 0;
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    loss = step();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const round = (ms) => Math.round(ms * 100) / 100;
  return { best: round(times[0]), median: round(times[count >> 1]), loss };
}
