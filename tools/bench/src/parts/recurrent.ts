import { RECURRENT_UNITS } from '../workloads/blocks.js';
import { blockPart } from './block.js';
import type { Part } from './part.js';

const READS = `64 sequences of 50 steps, width 128, ${RECURRENT_UNITS} units`;

export const lstmPart: Part = blockPart('lstm', 'LSTM', `an LSTM: ${READS}`);
export const gruPart: Part = blockPart('gru', 'GRU', `a GRU: ${READS}`);
