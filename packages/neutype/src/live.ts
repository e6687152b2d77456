/** Plots that follow training, in a browser. Needs the package `uplot`. */
export * from '@neutype/plots/live';
