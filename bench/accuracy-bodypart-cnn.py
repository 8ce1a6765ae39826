"""A small convolutional body-part regressor and the perceptrons, in NumPy, on the data of bench/accuracy-bodypart.ts.

Three folds, each trained without a third of the volumes and of the patients of scored slices and key slices, with
the anchors of the other patients. Usage: accuracy-bodypart-cnn.py FOLDER, written by accuracy-bodypart-cnn.ts.
Prints a table.
"""
import json
import sys
import time

import numpy as np
from scipy.stats import spearmanr

SCORE_PER_MM = 0.0374
GROUP, ANCHORS, LEAK, SCALE = 8, 32, 0.1, 5
INTERCEPT, SLOPE, APART_MM = 0.61, 0.023, 20


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
    def __init__(self, inputs, outputs, random, variance, last=False):
        deviation = np.sqrt(variance / inputs)
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


class Pictures:
    """Four layers of 3 x 3 filters with stride 2, then 32 units and one output, on HU and body of 6 mm."""

    groups, steps, rate, decay, channels = 12, 500, 0.003, 0.02, (8, 16, 32, 32)

    def __init__(self, samples, training):
        self.samples = samples

    def network(self, random):
        layers, inputs = [], self.samples.shape[2]
        height, width = self.samples.shape[3:]
        for outputs in self.channels:
            layers.append(Convolution(inputs, outputs, random))
            inputs, height, width = outputs, (height + 1) // 2, (width + 1) // 2
        return layers + [Dense(height * width * inputs, 32, random, 2), Dense(32, 1, random, 0.3, True)]

    def plain(self, x):
        return x.transpose(0, 2, 3, 1).astype(np.float32) / 255

    def varied(self, x, random):
        x = self.plain(x)
        flipped = random.random(len(x)) < 0.5
        x[flipped] = x[flipped][:, :, ::-1]
        x = np.roll(x, tuple(random.integers(-2, 3, 2)), (1, 2))
        return x + 0.1 * random.standard_normal(x.shape, dtype=np.float32)

    def views(self, x):
        return [self.plain(x), self.plain(x)[:, :, ::-1]]


class Features:
    """The perceptrons 365-64-32-1 of the package."""

    groups, steps, rate, decay = 16, 1000, 0.012, 0.01

    def __init__(self, samples, training):
        self.samples = samples
        rows = samples[training].reshape(-1, samples.shape[2])
        self.mean, deviation = rows.mean(0, dtype=np.float64), rows.std(0, dtype=np.float64)
        least = 0.02 * deviation.max()
        self.factor = np.where(deviation > least / 10, 1 / (deviation + least), 0)

    def network(self, random):
        sizes = [self.samples.shape[2], 64, 32]
        hidden = [Dense(inputs, outputs, random, 1) for inputs, outputs in zip(sizes, sizes[1:])]
        return hidden + [Dense(32, 1, random, 0.25, True)]

    def plain(self, x):
        return np.clip((x - self.mean) * self.factor, -5, 5).astype(np.float32)

    def varied(self, x, random):
        x = self.plain(x)
        return x + (0.6 * np.sqrt(3) * (2 * random.random(x.shape, dtype=np.float32) - 1)).astype(np.float32)

    def views(self, x):
        return [self.plain(x)]


def trained(kind, volumes, anchors, known, seed):
    """Returns a function from samples to scores.

    Volumes: indices of slices and their distance in mm. Anchors: indices of slices, whose scores are known.
    """
    random = np.random.default_rng(seed)
    samples, network = kind.samples, kind.network(random)
    parameters = [(layer, name) for layer in network for name in ("weights", "bias")]
    means = [np.zeros_like(getattr(*one)) for one in parameters]
    squares = [np.zeros_like(getattr(*one)) for one in parameters]
    shares = np.array([np.sqrt(len(at) * max(1, (len(at) - 1) * mm / 100)) for at, mm in volumes])
    shares /= shares.sum()

    def forward(x):
        for layer in network:
            x = layer.forward(x)
        return x[:, 0] * SCALE

    for step in range(kind.steps):
        drawn, steps = [], []
        for v in random.choice(len(volumes), kind.groups, p=shares):
            at, mm = volumes[v]
            stride = 1 + random.integers((len(at) - 1) // (GROUP - 1))
            first = random.integers(len(at) - (GROUP - 1) * stride)
            drawn += [at[first + stride * i] for i in range(GROUP)]
            steps.append(stride * mm)
        groups = len(drawn)
        chosen = random.integers(len(anchors), size=ANCHORS)
        at = np.array(drawn + [anchors[i] for i in chosen])
        x = kind.varied(samples[at, random.integers(samples.shape[1], size=len(at))], random)
        scores = forward(x)
        gradient = np.zeros_like(scores)
        own = scores[:groups].reshape(-1, GROUP)
        gradient[:groups] = spacing_gradient(own, np.array(steps)).ravel()
        gradient[groups:] = np.clip(scores[groups:] - known[at[groups:]], -1, 1) / ANCHORS
        error = (gradient * SCALE)[:, None].astype(np.float32)
        for layer in reversed(network):
            error = layer.backward(error)
        done = step / kind.steps
        fallen = (done - 0.25) / 0.75
        rate = kind.rate * (4 * done if done < 0.25 else 1 - fallen * fallen * (3 - 2 * fallen))
        for i, (layer, name) in enumerate(parameters):
            slope, value = getattr(layer, "by_" + name), getattr(layer, name)
            means[i] += 0.1 * (slope - means[i])
            squares[i] += 0.001 * (slope * slope - squares[i])
            mean, square = means[i] / (1 - 0.9 ** (step + 1)), squares[i] / (1 - 0.999 ** (step + 1))
            value -= rate * (mean / (np.sqrt(square) + 1e-8) + (kind.decay * value if name == "weights" else 0))

    return lambda x: np.mean([forward(view) for view in kind.views(x)], 0)


def measures(scores, slices, volumes):
    """Rows of the table: Spearman, errors, order and linearity."""

    def of(name):
        at = [i for i, one in enumerate(slices) if name in one]
        return scores[at], np.array([slices[i][name] for i in at])

    (found, truth), (key, z) = of("score"), of("z")
    right, pairs, linear = 0, 0, []
    for at, mm in volumes:
        own, places = scores[at], np.arange(len(at)) * mm
        apart = places[None] - places[:, None] >= APART_MM - 1e-6
        right += (own[None] > own[:, None])[apart].sum()
        pairs += apart.sum()
        r = np.corrcoef(own, places)[0, 1]
        linear.append(r * abs(r))
    key_z = INTERCEPT + SLOPE * key
    return [
        spearmanr(found, truth)[0],
        np.abs(found - truth).mean(),
        right / pairs,
        np.mean(linear),
        np.abs(key_z - z).mean(),
        spearmanr(key_z, z)[0],
    ]


NAMES = [
    "Spearman with the original network's scores",
    "mean absolute error of the score",
    f"order of slices >= {APART_MM} mm apart within held-out volumes",
    "linearity R² within held-out volumes, mean",
    "z of DeepLesion's key slices: mean absolute error",
    "z of DeepLesion's key slices: Spearman",
]


def main(folder):
    with open(f"{folder}/slices.json") as file:
        given = json.load(file)
    slices, copies = given["slices"], given["copies"]
    pictures = np.fromfile(f"{folder}/pictures.bin", np.uint8).reshape(len(slices), copies, *given["shape"])
    features = np.fromfile(f"{folder}/features.bin", np.float32).reshape(len(slices), copies, -1)
    fold = np.array([one["fold"] for one in slices])
    known = np.array([one.get("score", 0) for one in slices], np.float32)
    volumes = []
    for name in dict.fromkeys(one["volume"] for one in slices if "volume" in one):
        at = [i for i, one in enumerate(slices) if one.get("volume") == name]
        volumes.append((at, slices[at[0]]["spacingMm"]))

    def held_out(kind, samples, seeds):
        """Scores of every slice by the networks of its fold, and the processor time of one training in minutes."""
        scores, start = np.zeros(len(slices)), time.process_time()
        for out in range(fold.max() + 1):
            anchors = [i for i, one in enumerate(slices) if "score" in one and fold[i] != out]
            parts = [one for one in volumes if fold[one[0][0]] != out]
            own = kind(samples, [i for at, _ in parts for i in at] + anchors)
            for seed in seeds:
                score = trained(own, parts, anchors, known, seed)
                scores[fold == out] += score(samples[fold == out, 0]) / len(seeds)
            print(f"{kind.__name__}: fold {out + 1}", file=sys.stderr)
        return scores, (time.process_time() - start) / 60 / len(seeds) / (fold.max() + 1)

    perceptrons, _ = held_out(Features, features, (1, 2))
    cnn, minutes = held_out(Pictures, pictures, (1,))
    columns = [measures(one, slices, volumes) for one in (cnn, perceptrons, (cnn + perceptrons) / 2)]
    print("| three folds, with anchors | small CNN | two perceptrons | mean of both |")
    print("| --- | --- | --- | --- |")
    for name, *values in zip(NAMES, *columns):
        cells = " | ".join(f"{one:.3f}".removeprefix("0") for one in values)
        print(f"| {name} | {cells} |".replace(">=", "≥"))
    print(f"\nOne CNN per fold, {minutes:.1f} min of processor time each; `npm run accuracy:bodypart-cnn`.")


main(sys.argv[1])
