/** Each value as the mean of those around it: of a twentieth of all on either side, and as far as there are as many. */
export function smoothed(values: readonly number[]): number[] {
  const reach = Math.max(1, Math.round(values.length / 20));
  return values.map((_, index) => {
    const most = Math.min(reach, index, values.length - 1 - index);
    const around = values.slice(index - most, index + most + 1);
    return around.reduce((sum, value) => sum + value, 0) / around.length;
  });
}
