export { classCounts } from './class-counts.js';
export { className } from './class-name.js';
export { ClassNames } from './class-names.js';
export { type LabeledPath, type LabeledPaths, labelPaths } from './label-paths.js';
export { labelOf, labelPattern } from './label-pattern.js';
export { lostClasses } from './lost-classes.js';
