/** A line a package: how many of the faults its tests noticed. */
export function formatScores(scores) {
  if (scores.length === 0) return 'No line of code to try.';
  const width = Math.max(...scores.map(({ name }) => name.length));
  return scores
    .map(({ name, noticed, missed, percent }) => {
      const share = `${percent.toFixed(1).padStart(5)} %`;
      return `${name.padEnd(width)}  ${share}  ${noticed} of ${noticed + missed} faults noticed`;
    })
    .join('\n');
}
