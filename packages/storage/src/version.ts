/** The version of this package, which files say they were written by. Written by `node tools/checks/version.mjs --write`. */
export const VERSION = '0.0.0';
