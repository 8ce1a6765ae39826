"""A small convolutional body-part regressor in NumPy: spacing loss and data of bench/accuracy-bodypart.ts.

Trained on the volumes only, without anchors, so that every scored slice and key slice is of an unseen patient.

Four layers of 3 x 3 filters with stride 2 (8, 16, 32, 32 channels), then 32 units and one output; leaky rectifiers.
Usage: accuracy-bodypart-cnn.py FOLDER, written by accuracy-bodypart-cnn.ts. Prints a table.
"""
import json
import sys
import time

import numpy as np
from scipy.stats import spearmanr

SCORE_PER_MM = 0.0374
GROUP, GROUPS, STEPS, RATE, DECAY = 8, 12, 500, 0.003, 0.02
CHANNELS, UNITS, LEAK, SCALE = (8, 16, 32, 32), 32, 0.1, 5


def leaky(x):
    return np.where(x < 0, LEAK * x, x)


class Convolution:
    """3 x 3, stride 2, zero padding; samples x height x width x channels."""

    def __init__(self, inputs, outputs, random):
        self.weights = random.normal(0, np.sqrt(2 / (9 * inputs)), (9 * inputs, outputs)).astype(np.float32)
        self.bias = np.zeros(outputs, np.float32)

    def forward(self, x):
        n, h, w, c = self.shape = x.shape
        rows, columns = (h + 1) // 2, (w + 1) // 2
        padded = np.zeros((n, 2 * rows + 1, 2 * columns + 1, c), np.float32)
        padded[:, 1 : h + 1, 1 : w + 1] = x
        parts = [padded[:, i : i + 2 * rows : 2, j : j + 2 * columns : 2][:, :rows, :columns] for i in range(3) for j in range(3)]
        self.patches = np.concatenate(parts, -1).reshape(-1, 9 * c)
        self.out = leaky(self.patches @ self.weights + self.bias).reshape(n, rows, columns, -1)
        return self.out

    def backward(self, error):
        error = np.where(self.out < 0, LEAK * error, error).reshape(-1, self.bias.size)
        self.by_weights, self.by_bias = self.patches.T @ error, error.sum(0)
        n, h, w, c = self.shape
        rows, columns = self.out.shape[1:3]
        below = (error @ self.weights.T).reshape(n, rows, columns, 9, c)
        padded = np.zeros((n, 2 * rows + 1, 2 * columns + 1, c), np.float32)
        for k in range(9):
            i, j = divmod(k, 3)
            padded[:, i : i + 2 * rows : 2, j : j + 2 * columns : 2][:, :rows, :columns] += below[:, :, :, k]
        return padded[:, 1 : h + 1, 1 : w + 1]


class Dense:
    def __init__(self, inputs, outputs, random, last):
        deviation = np.sqrt((0.3 if last else 2) / inputs)
        self.weights = random.normal(0, deviation, (inputs, outputs)).astype(np.float32)
        self.bias, self.last = np.zeros(outputs, np.float32), last

    def forward(self, x):
        self.shape, self.values = x.shape, x.reshape(len(x), -1)
        out = self.values @ self.weights + self.bias
        self.out = out if self.last else leaky(out)
        return self.out

    def backward(self, error):
        if not self.last:
            error = np.where(self.out < 0, LEAK * error, error)
        self.by_weights, self.by_bias = self.values.T @ error, error.sum(0)
        return (error @ self.weights.T).reshape(self.shape)


def spacing_gradient(scores, steps):
    """Gradient of the mean spacing loss of groups of equidistant slices."""
    residuals = scores - steps[:, None] * np.arange(GROUP) * SCORE_PER_MM
    gradient = 2 * np.clip(residuals - residuals.mean(1, keepdims=True), -1, 1) / GROUP
    gradient -= gradient.mean(1, keepdims=True)
    rises = scores[:, 1:] - scores[:, :-1]
    slope = -3 / (1 + np.exp(np.clip(3 * rises, -50, 50))) / (GROUP - 1)
    gradient[:, 1:] += slope
    gradient[:, :-1] -= slope
    return gradient / len(scores)


def trained(pictures, volumes, seed=1):
    """Returns a function from pictures to scores. Pictures: slices x copies x channels x height x width."""
    random = np.random.default_rng(seed)
    network, inputs = [], pictures.shape[2]
    for outputs in CHANNELS:
        network.append(Convolution(inputs, outputs, random))
        inputs = outputs
    height, width = pictures.shape[3:]
    for _ in CHANNELS:
        height, width = (height + 1) // 2, (width + 1) // 2
    network += [Dense(height * width * inputs, UNITS, random, False), Dense(UNITS, 1, random, True)]
    parameters = [(layer, name) for layer in network for name in ("weights", "bias")]
    means = [np.zeros_like(getattr(*one)) for one in parameters]
    squares = [np.zeros_like(getattr(*one)) for one in parameters]
    shares = np.array([np.sqrt(len(at) * max(1, (len(at) - 1) * mm / 100)) for at, mm in volumes])
    shares /= shares.sum()

    def forward(x):
        for layer in network:
            x = layer.forward(x)
        return x[:, 0] * SCALE

    for step in range(STEPS):
        drawn, steps = [], []
        for v in random.choice(len(volumes), GROUPS, p=shares):
            at, mm = volumes[v]
            stride = 1 + random.integers((len(at) - 1) // (GROUP - 1))
            first = random.integers(len(at) - (GROUP - 1) * stride)
            drawn += [at[first + stride * i] for i in range(GROUP)]
            steps.append(stride * mm)
        at = np.array(drawn)
        x = pictures[at, random.integers(pictures.shape[1], size=len(at))]
        x = x.transpose(0, 2, 3, 1).astype(np.float32) / 255
        flipped = random.random(len(x)) < 0.5
        x[flipped] = x[flipped][:, :, ::-1]
        x = np.roll(x, tuple(random.integers(-2, 3, 2)), (1, 2))
        x = x + 0.1 * random.standard_normal(x.shape, dtype=np.float32)
        scores = forward(x)
        gradient = spacing_gradient(scores.reshape(GROUPS, GROUP), np.array(steps)).ravel()
        error = (gradient * SCALE)[:, None].astype(np.float32)
        for layer in reversed(network):
            error = layer.backward(error)
        done = step / STEPS
        fallen = (done - 0.25) / 0.75
        rate = RATE * (4 * done if done < 0.25 else 1 - fallen * fallen * (3 - 2 * fallen))
        for i, (layer, name) in enumerate(parameters):
            slope, value = getattr(layer, "by_" + name), getattr(layer, name)
            means[i] += 0.1 * (slope - means[i])
            squares[i] += 0.001 * (slope * slope - squares[i])
            mean, square = means[i] / (1 - 0.9 ** (step + 1)), squares[i] / (1 - 0.999 ** (step + 1))
            value -= rate * (mean / (np.sqrt(square) + 1e-8) + (DECAY * value if name == "weights" else 0))

    def score(x):
        x = x.transpose(0, 2, 3, 1).astype(np.float32) / 255
        return (forward(x) + forward(x[:, :, ::-1])) / 2

    return score


def main(folder):
    start = time.process_time()
    with open(f"{folder}/slices.json") as file:
        given = json.load(file)
    slices = given["slices"]
    raw = np.fromfile(f"{folder}/pictures.bin", np.uint8)
    pictures = raw.reshape(len(slices), given["copies"], *given["shape"])
    volumes = []
    for name in dict.fromkeys(one["volume"] for one in slices if "volume" in one):
        at = [i for i, one in enumerate(slices) if one.get("volume") == name]
        volumes.append((at, slices[at[0]]["spacingMm"]))
    score = trained(pictures, volumes)

    def correlation(name):
        at = [i for i, one in enumerate(slices) if name in one]
        return spearmanr(score(pictures[at, 0]), [slices[i][name] for i in at])[0]

    minutes = int(np.ceil((time.process_time() - start) / 60))
    print("| without anchors | small CNN |\n| --- | --- |")
    print(f"| Spearman with the original network's scores | {correlation('score'):.3f} |".replace(" 0.", " ."))
    print(f"| Spearman with z of DeepLesion's key slices | {correlation('z'):.3f} |".replace(" 0.", " ."))
    print(f"\nOne network, {STEPS} steps, `npm run accuracy:bodypart-cnn`; the training takes {minutes} min of processor time.")


main(sys.argv[1])
