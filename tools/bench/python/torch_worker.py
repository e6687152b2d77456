"""PyTorch as a contestant: reads requests from stdin and answers on stdout, a line of JSON each.

The argument is the number of threads.
"""

import json
import sys
import time

import torch
from torch import nn

STEP, MOMENTUM, BATCH, XOR_UPDATES = 0.01, 0.9, 128, 200
SETTLED_SECONDS, LONGEST_WARM_UP_SECONDS, ENOUGH_SECONDS, LONG_RUN_SECONDS = 1.0, 8.0, 2.0, 0.1


def tutorial():
    return nn.Sequential(
        nn.Linear(784, 500), nn.ReLU(), nn.Linear(500, 300), nn.ReLU(), nn.Linear(300, 10)
    )


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Linear(128, 10),
    )  # fmt: skip


def sgd(network):
    return torch.optim.SGD(network.parameters(), lr=STEP, momentum=MOMENTUM, nesterov=True)


def adam(network, form):
    forms = {"fused": {"fused": True}, "foreach": {"foreach": True}, "single": {"foreach": False}}
    return torch.optim.Adam(network.parameters(), lr=1e-4, **forms[form])


def update(network, optimizer, loss, x, y):
    optimizer.zero_grad()
    loss(network(x), y).backward()
    optimizer.step()


def step(options):
    network = {"tutorial": tutorial, "cnn": cnn}[options["network"]]()
    shape = (784,) if options["network"] == "tutorial" else (1, 28, 28)
    batches = [(torch.rand(BATCH, *shape) - 0.5, torch.arange(BATCH) % 10) for _ in range(8)]
    optimizer = adam(network, options["form"]) if options.get("optimizer") == "adam" else sgd(network)
    loss = nn.CrossEntropyLoss()
    turn = 0

    def run():
        nonlocal turn
        turn += 1
        update(network, optimizer, loss, *batches[turn % len(batches)])

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


def product(o):
    a = torch.rand(o["k"], o["m"]).T if o["transposeA"] else torch.rand(o["m"], o["k"])
    b = torch.rand(o["n"], o["k"]).T if o["transposeB"] else torch.rand(o["k"], o["n"])
    return lambda: torch.matmul(a, b), 1


def memory(o):
    a, b = torch.rand(*o["shape"]), torch.rand(*o["shape"])
    run = {
        "add": lambda: torch.add(a, b),
        "relu": lambda: torch.relu(a),
        "sum": lambda: torch.sum(a, 0),
        "transpose": lambda: a.T.contiguous(),
        "softmax": lambda: torch.softmax(a, 1),
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
        workloads = {"step": step, "xor": xor, "product": product, "memory": memory}
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
