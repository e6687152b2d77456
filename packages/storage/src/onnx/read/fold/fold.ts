import type { Constant } from '../constant.js';
import type { NodeReading } from '../node.js';

/** Works out the value of a node whose inputs are all constant. */
export type Fold = (node: NodeReading) => Constant;
