/** Plots as PNG, in Node. Needs the package `@resvg/resvg-js`. */
export * from '@neutype/plots/png';
