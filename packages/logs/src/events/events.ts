import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { EventSchema, type Summary_ValueSchema } from '../proto/events_pb.js';
import { frame } from './frame.js';
import type { Histogram } from './histogram.js';

/** A value of a summary. */
export type SummaryValue = MessageInitShape<typeof Summary_ValueSchema>;

/** The record with which every event file begins. */
export function versionRecord(wallTime: number): Uint8Array {
  const event = create(EventSchema, {
    wallTime,
    what: { case: 'fileVersion', value: 'brain.Event:2' },
    sourceMetadata: { writer: '@neutype/logs' },
  });
  return frame(toBinary(EventSchema, event));
}

/** @param step what TensorBoard draws values over: the number of an epoch or an update */
export function summaryRecord(wallTime: number, step: number, value: SummaryValue[]): Uint8Array {
  const event = create(EventSchema, {
    wallTime,
    step: BigInt(step),
    what: { case: 'summary', value: { value } },
  });
  return frame(toBinary(EventSchema, event));
}

export function scalar(tag: string, value: number): SummaryValue {
  return { tag, value: { case: 'simpleValue', value } };
}

/** TensorFlow's number for tensors of text. */
const TEXT = 7;

/** Text that TensorBoard shows as Markdown. */
export function text(tag: string, markdown: string): SummaryValue {
  return {
    tag,
    metadata: { pluginData: { pluginName: 'text' } },
    value: {
      case: 'tensor',
      value: {
        dtype: TEXT,
        tensorShape: { dim: [{ size: 1n }] },
        stringVal: [new TextEncoder().encode(markdown)],
      },
    },
  };
}

export function histogram(tag: string, values: Histogram): SummaryValue {
  return { tag, value: { case: 'histo', value: values } };
}
