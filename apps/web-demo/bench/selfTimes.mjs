/** How much of a profile's time each function took itself, the longest first; what is idle counts nothing. */
export function selfTimes({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const times = new Map();
  let total = 0;
  samples.forEach((id, index) => {
    const { functionName, url, lineNumber, columnNumber } = byId.get(id);
    if (functionName === '(idle)') return;
    const file = url.split('/').at(-1);
    const place = `${functionName || '(anonymous)'} ${file && `${file}:${lineNumber + 1}:${columnNumber + 1}`}`;
    times.set(place, (times.get(place) ?? 0) + timeDeltas[index]);
    total += timeDeltas[index];
  });
  return [...times]
    .map(([place, time]) => ({ place, share: time / total, milliseconds: time / 1000 }))
    .sort((a, b) => b.share - a.share);
}
