export const microKernels = ({ rows, vectors }) => `export const ROWS: i32 = ${rows};
export const VECTORS: i32 = ${vectors};
`;
