"""PyTorch as a contestant: reads requests from stdin and answers on stdout, a line of JSON each.

The argument is the number of threads.
"""

import json
import math
import sys
import time

import torch
from torch import nn

STEP, MOMENTUM, BATCH, XOR_UPDATES = 0.01, 0.9, 128, 200
SETTLED_SECONDS, LONGEST_WARM_UP_SECONDS, ENOUGH_SECONDS, LONG_RUN_SECONDS = 0.4, 8.0, 2.0, 0.1


def tutorial():
    return nn.Sequential(
        nn.Linear(784, 500), nn.ReLU(), nn.Linear(500, 300), nn.ReLU(), nn.Linear(300, 10)
    )


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Linear(128, 10),
    )  # fmt: skip


def small_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 16, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 10), nn.Softmax(1),
    )  # fmt: skip


def predict(options):
    """Probabilities."""
    is_tutorial = options["network"] == "tutorial"
    network = (nn.Sequential(tutorial(), nn.Softmax(1)) if is_tutorial else small_cnn()).eval()
    images = options["images"]
    x = torch.rand(images, *((784,) if is_tutorial else (1, 28, 28))) - 0.5
    repeats = 50 if images == 1 else 1

    def run():
        with torch.inference_mode():
            for _ in range(repeats):
                network(x)

    return run, repeats


def sgd(network):
    return torch.optim.SGD(network.parameters(), lr=STEP, momentum=MOMENTUM, nesterov=True)


def adam(network):
    return torch.optim.Adam(network.parameters(), lr=1e-4, fused=True)


def update(network, optimizer, loss, x, y):
    optimizer.zero_grad()
    loss(network(x), y).backward()
    optimizer.step()


def step(options):
    network = {"tutorial": tutorial, "cnn": cnn}[options["network"]]()
    shape = (784,) if options["network"] == "tutorial" else (1, 28, 28)
    batches = [(torch.rand(BATCH, *shape) - 0.5, torch.arange(BATCH) % 10) for _ in range(8)]
    optimizer = adam(network) if options.get("optimizer") == "adam" else sgd(network)
    loss = nn.CrossEntropyLoss()
    turn = 0
    together = options.get("together", 1)

    def run():
        nonlocal turn
        for _ in range(together):
            turn += 1
            update(network, optimizer, loss, *batches[turn % len(batches)])

    return run, together


def width(options):
    w = options["width"]
    network = nn.Sequential(nn.Linear(w, w), nn.ReLU(), nn.Linear(w, w), nn.ReLU(), nn.Linear(w, 10))
    optimizer, loss = sgd(network), nn.CrossEntropyLoss()
    x, y = torch.rand(BATCH, w) - 0.5, torch.arange(BATCH) % 10
    return lambda: update(network, optimizer, loss, x, y), 1


def transformer():
    return nn.TransformerEncoderLayer(128, 4, 512, dropout=0.0, activation="gelu", batch_first=True, norm_first=True)


class Recurrent(nn.Module):
    """The state after each step."""

    def __init__(self, kind):
        super().__init__()
        self.layer = kind(128, 256, batch_first=True)

    def forward(self, x):
        return self.layer(x)[0]


class ResNetBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(64, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU(),
            nn.Conv2d(64, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64),
        )  # fmt: skip

    def forward(self, x):
        return torch.relu(x + self.body(x))


def separable():
    return nn.Sequential(
        nn.Conv2d(64, 64, 3, padding=1, groups=64, bias=False), nn.BatchNorm2d(64), nn.ReLU(),
        nn.Conv2d(64, 128, 1, bias=False), nn.BatchNorm2d(128), nn.ReLU(),
    )  # fmt: skip


BLOCKS = {
    "resnet": (ResNetBlock, (32, 64, 16, 16)),
    "separable": (separable, (32, 64, 32, 32)),
    "transformer": (transformer, (32, 64, 128)),
    "lstm": (lambda: Recurrent(nn.LSTM), (64, 50, 128)),
    "gru": (lambda: Recurrent(nn.GRU), (64, 50, 128)),
}


def block(options):
    make, shape = BLOCKS[options["block"]]
    network = make()
    optimizer, loss = sgd(network), nn.MSELoss()
    targets = torch.zeros_like(network(torch.zeros(shape)))
    batches = [torch.rand(shape) - 0.5 for _ in range(8)]
    turn = 0

    def run():
        nonlocal turn
        turn += 1
        update(network, optimizer, loss, batches[turn % len(batches)], targets)

    return run, 1


def xor(_):
    network = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
    optimizer, loss = sgd(network), nn.BCEWithLogitsLoss()
    x = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    y = torch.tensor([[0.0], [1], [1], [0]])

    def run():
        for _ in range(XOR_UPDATES):
            update(network, optimizer, loss, x, y)

    return run, XOR_UPDATES


def layer(kind, inputs, numbers):
    """A layer of a race's recipe, initialized as ours are, and how many channels come out of it."""
    if kind == "conv":
        filters, size, stride = numbers
        conv = nn.Conv2d(inputs, filters, size, stride, bias=False)
        nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
        return [conv], filters
    makers = {"relu": nn.ReLU, "pool": lambda: nn.MaxPool2d(2), "flatten": nn.Flatten}
    return [nn.BatchNorm2d(inputs) if kind == "norm" else makers[kind]()], inputs


def race_network(recipe, sample):
    layers, channels = [], 1
    for kind, *numbers in recipe["layers"]:
        more, channels = layer(kind, channels, numbers)
        layers += more
    body = nn.Sequential(*layers)
    head = nn.Linear(body(sample).shape[1], 10)
    nn.init.normal_(head.weight, std=head.in_features**-0.5)
    nn.init.zeros_(head.bias)
    return nn.Sequential(body, head)


def one_cycle(recipe, update):
    """What our oneCycle gives."""
    peak, last = recipe["peak"], recipe["updates"] - 1
    top, first = recipe["warmup"] * recipe["updates"] - 1, recipe["peak"] / 25
    a, b, part = (first, peak, update / top) if update < top else (peak, first / 1e4, (update - top) / (last - top))
    return b + (a - b) * (1 + math.cos(math.pi * part)) / 2


def race(options):
    recipe, folder = options["recipe"], options["folder"]

    def digits(part):
        def read(name):
            return torch.frombuffer(bytearray(open(f"{folder}/{part}-{name}", "rb").read()), dtype=torch.uint8)

        return read("images").float().div(255).reshape(-1, 1, 28, 28), read("labels").long()

    (x, y), (x_test, y_test) = digits("train"), digits("test")
    size, loss = recipe["batchSize"], nn.CrossEntropyLoss()

    def right(network):
        network.eval()
        with torch.inference_mode():
            count = sum((network(a).argmax(1) == b).sum() for a, b in zip(x_test.split(1000), y_test.split(1000)))
        network.train()
        return count.item() / len(y_test)

    def gets_there():
        network = race_network(recipe, x[:2])
        optimizer = torch.optim.SGD(
            network.parameters(), lr=1.0, momentum=recipe["momentum"], nesterov=True, fused=True
        )
        order = []
        for update_index in range(recipe["updates"]):
            if len(order) < size:
                order = torch.randperm(len(x))
            rows, order = order[:size], order[size:]
            optimizer.param_groups[0]["lr"] = one_cycle(recipe, update_index)
            update(network, optimizer, loss, x[rows], y[rows])
            done = update_index + 1
            is_look = done >= recipe["firstLook"] and done % recipe["updatesPerLook"] == 0
            if is_look and right(network) >= recipe["target"]:
                return True
        return False

    def run():
        while not gets_there():
            pass

    return run, 1


def product(o):
    a = torch.rand(o["k"], o["m"]).T if o["transposeA"] else torch.rand(o["m"], o["k"])
    b = torch.rand(o["n"], o["k"]).T if o["transposeB"] else torch.rand(o["k"], o["n"])
    return lambda: torch.matmul(a, b), 1


def memory(o):
    a, b = torch.rand(*o["shape"]), torch.rand(*o["shape"])
    run = {
        "copy": lambda: a.clone(),
        "add": lambda: torch.add(a, b),
        "relu": lambda: torch.relu(a),
        "sum": lambda: torch.sum(a, 0),
        "transpose": lambda: a.T.contiguous(),
        "softmax": lambda: torch.softmax(a, 1),
        "logSoftmax": lambda: torch.log_softmax(a, 1),
    }[o["name"]]
    return run, 1


class Contestant:
    def __init__(self):
        self.run, self.repeats, self.last = None, 1, 0.0

    def time(self):
        began = time.perf_counter()
        self.run()
        self.last = time.perf_counter() - began
        return self.last * 1000 / self.repeats

    def prepare(self, task):
        workloads = {"step": step, "block": block, "xor": xor, "product": product, "memory": memory,
                     "race": race, "predict": predict, "width": width}
        self.run, self.repeats = workloads[task["name"]](task.get("options", {}))
        began = best_at = time.perf_counter()
        best = float("inf")
        while True:
            self.time()
            now = time.perf_counter()
            if self.last > ENOUGH_SECONDS:
                break
            if self.last < 0.95 * best:
                best, best_at = self.last, now
            if now - best_at > SETTLED_SECONDS or now - began > LONGEST_WARM_UP_SECONDS:
                break
        return {"ready": True}

    def measure(self, seconds):
        if self.last < LONG_RUN_SECONDS:
            self.time()
        began, ms = time.perf_counter(), []
        while not ms or time.perf_counter() - began < seconds:
            ms.append(self.time())
        return {"ms": ms}

    def answer(self, request):
        if "prepare" in request:
            return self.prepare(request["prepare"])
        if "measure" in request:
            return self.measure(request["measure"])
        return {"about": f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads"}


def main():
    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(0)
    contestant = Contestant()
    for line in sys.stdin:
        try:
            reply = contestant.answer(json.loads(line))
        except Exception as error:  # whatever it is, the bench is to hear of it
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


main()
