"""What detectors and pose models find in the inputs of `npm run check:models`, decoded from their raw outputs.

    python detections.py FOLDER > scripts/check/models/detections.json

FOLDER has a folder per model with its outputs as `.npy` files, as plain TensorFlow.js computes them from the input of
the check. Needs NumPy alone, and shares no code with Glassbox: each decoder follows the source that it names.
Boxes are [label, score, left, top, right, bottom] and points [x, y], in pixels of the model's input.
"""

import json
import pathlib
import sys

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x.astype(np.float64), -100, 100)))


def averaged(boxes, limit):
    """mediapipe, non_max_suppression_calculator.cc, WEIGHTED: the best box becomes the mean of those that overlap it."""
    rest = sorted(boxes, key=lambda one: -one[1])
    kept = []
    while rest:
        best = rest[0]
        near = [one for one in rest if one is best or overlap(best, one) > limit]
        rest = [one for one in rest if not any(one is other for other in near)]
        weights = np.array([one[1] for one in near])
        corners = np.array([one[2:] for one in near])
        kept.append([best[0], best[1], *(weights @ corners / weights.sum())])
    return kept


def overlap(a, b):
    width = min(a[4], b[4]) - max(a[2], b[2])
    height = min(a[5], b[5]) - max(a[3], b[3])
    if width <= 0 or height <= 0:
        return 0
    shared = width * height
    return shared / ((a[4] - a[2]) * (a[5] - a[3]) + (b[4] - b[2]) * (b[5] - b[3]) - shared)


def blazeface(outputs):
    """mediapipe, tensors_to_detections_calculator.cc and ssd_anchors_calculator.cc, back model: strides 16, 32."""
    by_shape = {one.shape: one[0] for one in outputs}
    scores = np.concatenate([by_shape[1, 512, 1], by_shape[1, 384, 1]])[:, 0]
    values = np.concatenate([by_shape[1, 512, 16], by_shape[1, 384, 16]])
    anchors = []
    for side, count in ((16, 2), (8, 6)):
        for y in range(side):
            for x in range(side):
                anchors += [((x + 0.5) / side * 256, (y + 0.5) / side * 256)] * count
    boxes = []
    for score, row, (x, y) in zip(sigmoid(scores), values, anchors):
        if score >= 0.5:
            cx, cy, width, height = row[0] + x, row[1] + y, row[2], row[3]
            boxes.append(["face", score, cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2])
    return {"view": "boxes", "boxes": averaged(boxes, 0.3)}


def centernet(outputs):
    """610265158/mobilenetv3_centernet: rows of left, top, right, bottom, score, class."""
    rows = next(one for one in outputs if one.shape == (1, 100, 6))[0]
    return {"view": "boxes", "boxes": [[int(r[5]), r[4], r[0], r[1], r[2], r[3]] for r in rows if r[4] >= 0.3]}


def handtrack(outputs):
    """handtrack.js: the first of the sorted scores, boxes as top, left, bottom, right of a picture of 320 × 320."""
    boxes = next(one for one in outputs if one.shape == (1, 100, 4))[0]
    flat = [one[0] for one in outputs if one.shape == (1, 100)]
    scores = next(one for one in flat if one.max() <= 1 and np.all(np.diff(one) <= 0))
    classes = next(one for one in flat if one.max() <= 8 and one is not scores)
    found = []
    for score, index, (top, left, bottom, right) in zip(scores, classes, boxes * 320):
        if score >= 0.5:
            found.append([int(round(float(index))), score, left, top, right, bottom])
    return {"view": "boxes", "boxes": found}


def movenet(outputs):
    """tensorflow.org/hub/tutorials/movenet: y, x, score of 17 points."""
    rows = outputs[0].reshape(17, 3)
    return {"view": "keypoints", "height": 192, "instances": [[[x * 192, y * 192] for y, x, _ in rows]]}


EDGES = [
    (0, 1), (1, 3), (0, 2), (2, 4), (0, 5), (5, 7), (7, 9), (5, 11), (11, 13), (13, 15),
    (0, 6), (6, 8), (8, 10), (6, 12), (12, 14), (14, 16),
]  # fmt: skip


def posenet(outputs):
    """rwightman/posenet-python, decode_multi.py: peaks, displacements along the tree, 20 px between people."""
    by_channels = {}
    for one in outputs:
        by_channels.setdefault(one.shape[3], []).append(one[0])
    heat, (offsets,) = sigmoid(by_channels[17][0]), by_channels[34]
    forward, backward = by_channels[32]
    stride, (rows, columns, _) = 16, heat.shape
    people = []

    def refined(y, x, part):
        for _ in range(2):
            r = int(np.clip(np.floor(y / stride + 0.5), 0, rows - 1))
            c = int(np.clip(np.floor(x / stride + 0.5), 0, columns - 1))
            y, x = r * stride + offsets[r, c, part], c * stride + offsets[r, c, 17 + part]
        return y, x

    def step(points, edge, source, target, displacements):
        y, x = points[source]
        r = int(np.clip(np.floor(y / stride + 0.5), 0, rows - 1))
        c = int(np.clip(np.floor(x / stride + 0.5), 0, columns - 1))
        points[target] = refined(y + displacements[r, c, edge], x + displacements[r, c, 16 + edge], target)

    peaks = []
    for part in range(17):
        for r in range(rows):
            for c in range(columns):
                around = heat[max(0, r - 1) : r + 2, max(0, c - 1) : c + 2, part]
                if heat[r, c, part] >= 0.5 and heat[r, c, part] == around.max():
                    peaks.append((heat[r, c, part], part, r, c))
    for _, part, r, c in sorted(peaks, reverse=True):
        y, x = r * stride + offsets[r, c, part], c * stride + offsets[r, c, 17 + part]
        if any(np.hypot(one[part][0] - y, one[part][1] - x) <= 20 for one in people):
            continue
        points = {part: (y, x)}
        for edge in reversed(range(16)):
            source, target = EDGES[edge]
            if target in points and source not in points:
                step(points, edge, target, source, backward)
        for edge, (source, target) in enumerate(EDGES):
            if source in points and target not in points:
                step(points, edge, source, target, forward)
        scores = [score_at(heat, points[k], k, stride) for k in range(17)]
        own = [
            0 if any(np.hypot(one[k][0] - points[k][0], one[k][1] - points[k][1]) <= 20 for one in people) else scores[k]
            for k in range(17)
        ]
        if np.mean(own) >= 0.25:
            people.append(points)
    return {
        "view": "keypoints",
        "height": 385,
        "instances": [[[one[k][1], one[k][0]] for k in range(17)] for one in people],
    }


def score_at(heat, point, part, stride):
    r = int(np.clip(np.floor(point[0] / stride + 0.5), 0, heat.shape[0] - 1))
    c = int(np.clip(np.floor(point[1] / stride + 0.5), 0, heat.shape[1] - 1))
    return heat[r, c, part]


def facemesh(outputs):
    """mediapipe, tensors_to_landmarks_calculator.cc: 468 × (x, y, z) in pixels of 192."""
    rows = next(one for one in outputs if one.size == 1404).reshape(468, 3)
    return {"view": "keypoints", "height": 192, "instances": [[[x, y] for x, y, _ in rows]]}


MODELS = {
    "tfjs-graph-blazeface": blazeface,
    "tfjs-graph-centernet-coco": centernet,
    "tfjs-graph-facemesh": facemesh,
    "tfjs-graph-handtrack-ssd320-int8": handtrack,
    "tfjs-graph-movenet-lightning": movenet,
    "tfjs-graph-posenet": posenet,
}


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return round(float(value), 2) if isinstance(value, (float, np.floating)) else value


def main():
    folder = pathlib.Path(sys.argv[1])
    found = {}
    for name, decode in MODELS.items():
        files = sorted((folder / name).glob("*.npy"))
        found[name] = rounded(decode([np.load(path) for path in files]))
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in found.items()]
    print("{\n  " + ",\n  ".join(lines) + "\n}")


if __name__ == "__main__":
    main()
