const { SOURCE_CONDITION } = require('./sourceCondition.cjs');

/**
 * jest's own resolution, under one condition more. (`customExportConditions` would do for tests, but jest does not ask
 * for them where it looks for the tests that an edited file belongs to.)
 */
module.exports = (path, options) =>
  options.defaultResolver(path, {
    ...options,
    conditions: [SOURCE_CONDITION, ...(options.conditions ?? [])],
  });
