import { type LineMark, type NdArray, type Plot, plot } from 'neutype';

/** Points of a plane, `[n, 2]`, as a dot each, in a color for each label. */
export function dots(title: string, points: NdArray, labels: ArrayLike<number>): Plot {
  const classes = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  const marks = classes.map((label, color): LineMark => {
    const rows = Array.from(labels).flatMap((each, row) => (each === label ? [row] : []));
    // A gap after each point keeps lines from being drawn between them.
    const values = (axis: number) => rows.flatMap((row) => [points.data[2 * row + axis] ?? null, null]);
    return { type: 'line', label: `${label}`, x: values(0), y: values(1), color, points: true };
  });
  return plot({
    title,
    summary: `${points.length} points of ${classes.length} classes on a plane.`,
    panels: [
      {
        kind: 'chart',
        title: '',
        x: { label: 'First number of the code', scale: 'linear' },
        y: { label: 'Second', scale: 'linear' },
        marks,
        aspect: 1,
      },
    ],
  });
}
