"""Writes small ONNX files as PyTorch's two exporters make them, with inputs and what PyTorch makes of them.

Run with Python that has torch, onnx, onnxscript and numpy:  python tools/golden/onnx_files.py
"""

import json
import pathlib
import warnings

import torch
from torch import nn

OUT = pathlib.Path(__file__).parents[2] / "packages/storage/test/golden/onnx"


class ResidualBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 3, stride=2, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(6)
        self.conv2 = nn.Conv2d(6, 6, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(6)
        self.shortcut = nn.Conv2d(3, 6, 1, stride=2)
        self.depthwise = nn.Conv2d(6, 6, 3, padding=1, groups=6)
        self.head = nn.Linear(6, 4)

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        y = torch.relu(self.bn2(self.conv2(y)) + self.shortcut(x))
        y = nn.functional.hardswish(self.depthwise(y))
        return self.head(nn.functional.adaptive_avg_pool2d(y, 1).flatten(1))


class SequenceClassifier(nn.Module):
    def __init__(self, cell, bidirectional):
        super().__init__()
        self.words = nn.Embedding(11, 4)
        self.cell = cell(4, 5, batch_first=True, bidirectional=bidirectional)
        self.head = nn.Linear(10 if bidirectional else 5, 3)

    def forward(self, x):
        states, _ = self.cell(self.words(x))
        return self.head(states[:, -1])


class Encoder(nn.Module):
    def __init__(self, **options):
        super().__init__()
        self.place = nn.Parameter(torch.randn(1, 6, 8) * 0.1)
        self.layer = nn.TransformerEncoderLayer(8, 2, 12, batch_first=True, **options)
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        return self.head(self.layer(x + self.place).mean(1))


class SelfGated(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(2, 4, (3, 2), padding=(1, 0), dilation=(1, 2))
        self.up = nn.ConvTranspose2d(4, 4, 2, stride=2)
        self.norm = nn.GroupNorm(2, 4)
        self.squeeze = nn.Linear(4, 2)
        self.excite = nn.Linear(2, 4)

    def forward(self, x):
        y = nn.functional.silu(self.first(x))
        y = nn.functional.mish(self.norm(self.up(y)))
        gate = torch.sigmoid(self.excite(nn.functional.gelu(self.squeeze(y.mean((2, 3))))))
        y = y * gate[:, :, None, None]
        return nn.functional.avg_pool2d(nn.functional.pad(y, (1, 1, 1, 1)), 2, 2, padding=1)


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 4, 5, padding=2), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(4, 6, 3), nn.ReLU(), nn.AvgPool2d(2),
        nn.Flatten(), nn.Linear(6 * 2 * 3, 10), nn.Tanh(), nn.Dropout(0.5), nn.Linear(10, 5), nn.Softmax(dim=1),
    )


def mlp():
    return nn.Sequential(
        nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 7), nn.LayerNorm(7), nn.GELU(), nn.Linear(7, 6), nn.PReLU(6),
        nn.Linear(6, 4), nn.LeakyReLU(0.2), nn.Linear(4, 3), nn.LogSoftmax(dim=-1),
    )


def convolution1d():
    return nn.Sequential(
        nn.Conv1d(3, 4, 3, padding=1, stride=2), nn.BatchNorm1d(4), nn.ELU(), nn.MaxPool1d(2), nn.Flatten(), nn.Linear(8, 2)
    )


MODELS = {
    "mlp": (mlp, lambda: torch.randn(3, 5)),
    "lenet": (lenet, lambda: torch.randn(3, 1, 12, 16)),
    "resnet": (ResidualBlock, lambda: torch.randn(3, 3, 8, 10)),
    "conv1d": (convolution1d, lambda: torch.randn(3, 3, 9)),
    "gated": (SelfGated, lambda: torch.randn(3, 2, 4, 6)),
    "lstm": (lambda: SequenceClassifier(nn.LSTM, False), lambda: torch.randint(0, 11, (3, 6))),
    "lstm-bidirectional": (lambda: SequenceClassifier(nn.LSTM, True), lambda: torch.randint(0, 11, (3, 6))),
    "gru": (lambda: SequenceClassifier(nn.GRU, False), lambda: torch.randint(0, 11, (3, 6))),
    "rnn": (lambda: SequenceClassifier(nn.RNN, False), lambda: torch.randint(0, 11, (3, 6))),
    "encoder": (lambda: Encoder(activation="gelu"), lambda: torch.randn(3, 6, 8)),
    "encoder-norm-first": (lambda: Encoder(norm_first=True), lambda: torch.randn(3, 6, 8)),
}


def settle(model, make):
    """Statistics and affine parameters that are not what they begin as."""
    model.train()
    for _ in range(3):
        model(make())
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim == 1:
                parameter.add_(torch.randn_like(parameter) * 0.2)
    model.eval()


def export(model, x, path, dynamo):
    options = {"input_names": ["x"], "output_names": ["y"]}
    if dynamo:
        batch = torch.export.Dim("batch")
        torch.onnx.export(model, (x,), path, dynamo=True, external_data=False, dynamic_shapes=({0: batch},), **options)
    else:
        torch.onnx.export(model, (x,), path, dynamo=False, dynamic_axes={"x": {0: "batch"}}, **options)


def stripped(path):
    """Without what only debuggers read."""
    import onnx

    model = onnx.load(path)
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    for value in [*model.graph.value_info, *model.graph.input, *model.graph.output]:
        del value.metadata_props[:]
    del model.graph.metadata_props[:]
    del model.metadata_props[:]
    onnx.save(model, path)


def main():
    warnings.filterwarnings("ignore")
    OUT.mkdir(parents=True, exist_ok=True)
    cases = {}
    for name, (make_model, make_input) in MODELS.items():
        torch.manual_seed(7)
        model = make_model()
        settle(model, make_input)
        x = make_input()
        with torch.no_grad():
            y = model(x)
        cases[name] = {"x": x.tolist(), "y": y.tolist()}
        for exporter in ("dynamo", "torchscript"):
            if name == "rnn" and exporter == "dynamo":
                continue  # it writes out every step, without the operator
            path = str(OUT / f"{name}.{exporter}.onnx")
            export(model, x, path, exporter == "dynamo")
            stripped(path)
    (OUT / "torch.json").write_text(json.dumps(cases))


if __name__ == "__main__":
    main()
