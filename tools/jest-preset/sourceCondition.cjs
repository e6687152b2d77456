/**
 * The condition under which a package's `exports` name its sources. Users have what `default` names, in `dist`; the
 * tests and the compiler of this repository ask for the sources, so that neither needs a build.
 */
exports.SOURCE_CONDITION = '@neutype/source';
