"""Figures of every weight of the sample mnist-cnn.keras by NumPy, for src/engine/inspect/weights.test.ts.

python scripts/references/weight_figures.py > src/engine/inspect/fixtures/weight-figures.json
"""

import io
import json
import zipfile
from pathlib import Path

import h5py
import numpy as np

root = Path(__file__).parent.parent.parent
archive = zipfile.ZipFile(root / 'public/samples/keras/mnist-cnn.keras')
figures = []


def add(name, item):
    if not isinstance(item, h5py.Dataset) or item.size < 2 or not name.startswith('layers'):
        return
    values = item[()].astype(np.float64)
    histogram, _ = np.histogram(values, 40)
    figures.append({
        'name': name,
        'shape': values.shape,
        'min': values.min(),
        'max': values.max(),
        'mean': values.mean(),
        'deviation': values.std(),
        'negative': int((values < 0).sum()),
        'zeros': int((values == 0).sum()),
        'histogram': histogram.tolist(),
    })


with h5py.File(io.BytesIO(archive.read('model.weights.h5'))) as file:
    file.visititems(add)
print(json.dumps(figures))
