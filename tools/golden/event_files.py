"""Golden values for @neutype/logs: event files as TensorBoard's own Python package writes them, record by record.

Run: python tools/golden/event_files.py   (tensorboard 2.21, protobuf 7)

With a path as the argument, prints what TensorBoard reads from the event files there, as JSON.
"""

import base64
import io
import json
import sys
from pathlib import Path

from tensorboard.backend.event_processing import event_accumulator
from tensorboard.compat.proto import event_pb2, histogram_pb2, summary_pb2, tensor_pb2, tensor_shape_pb2
from tensorboard.compat.tensorflow_stub.pywrap_tensorflow import crc32c
from tensorboard.summary.writer.record_writer import RecordWriter

OUT = Path(__file__).parents[2] / 'packages' / 'logs' / 'test' / 'golden' / 'events.json'


def record(event):
    buffer = io.BytesIO()
    RecordWriter(buffer).write(event.SerializeToString(deterministic=True))
    return base64.b64encode(buffer.getvalue()).decode()


def summary(wall_time, step, *values):
    return record(event_pb2.Event(wall_time=wall_time, step=step, summary=summary_pb2.Summary(value=values)))


def scalar(tag, value):
    return summary_pb2.Summary.Value(tag=tag, simple_value=value)


def text(tag, markdown):
    return summary_pb2.Summary.Value(
        tag=tag,
        metadata=summary_pb2.SummaryMetadata(plugin_data=summary_pb2.SummaryMetadata.PluginData(plugin_name='text')),
        tensor=tensor_pb2.TensorProto(
            dtype=7,
            tensor_shape=tensor_shape_pb2.TensorShapeProto(dim=[tensor_shape_pb2.TensorShapeProto.Dim(size=1)]),
            string_val=[markdown.encode()],
        ),
    )


HISTOGRAM = dict(min=-1.5, max=2, num=6, sum=1.25, sum_squares=9.5, bucket_limit=[-0.5, 0.5, 2], bucket=[2, 1, 3])

golden = {
    'version': record(
        event_pb2.Event(
            wall_time=1700000000.25,
            file_version='brain.Event:2',
            source_metadata=event_pb2.SourceMetadata(writer='@neutype/logs'),
        )
    ),
    'scalars': summary(1700000001.5, 3, scalar('loss/train', 0.1), scalar('step', 0), scalar('loss/valid', 1e-30)),
    'late': summary(1700000001.5, 300000, scalar('update/loss', -2.5)),
    'text': summary(1700000002, 0, text('options', '| Größe | λ |')),
    'histogram': summary(
        1700000003,
        7,
        summary_pb2.Summary.Value(tag='relu-1.weight', histo=histogram_pb2.HistogramProto(**HISTOGRAM)),
    ),
    'checksums': {
        base64.b64encode(data).decode(): crc32c(data)
        for data in [b'', b'a', b'123456789', bytes(32), b'\xff' * 32, bytes(range(32)), bytes(range(256))]
    },
}


def shown(folder):
    events = event_accumulator.EventAccumulator(folder, size_guidance=dict.fromkeys(['tensors', 'scalars', 'histograms'], 0))
    events.Reload()
    tags = events.Tags()
    scalars = {tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in tags['scalars']}
    texts = {
        tag: [e.tensor_proto.string_val[0].decode() for e in events.Tensors(tag) if e.tensor_proto.dtype == 7]
        for tag in tags['tensors']
    }
    histograms = {
        tag: [[e.step, e.histogram_value.num, e.histogram_value.min, e.histogram_value.max] for e in events.Histograms(tag)]
        for tag in tags['histograms']
    }
    return {'scalars': scalars, 'texts': texts, 'histograms': histograms}


if len(sys.argv) > 1:
    print(json.dumps(shown(sys.argv[1]), indent=1))
else:
    OUT.write_text(json.dumps(golden, separators=(',', ':')) + '\n')
