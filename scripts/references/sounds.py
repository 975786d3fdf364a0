"""Writes src/inputs/fixtures/sounds.json: what SciPy and TensorFlow make of a short sound, and src/outputs/series/fixtures/notes.json:
the notes that the algorithm of Basic Pitch finds in small maps.

    python scripts/references/sounds.py

Needs numpy, scipy, tensorflow. The search for notes restates `output_to_notes_polyphonic` of
github.com/spotify/basic-pitch (Apache-2.0) in NumPy.
"""

import json
from math import gcd
from pathlib import Path

import numpy as np
import scipy.signal
import tensorflow as tf

root = Path(__file__).parents[2]
random = np.random.default_rng(7)


def short(values, digits=6):
    return [float(f"{value:.{digits}g}") for value in np.ravel(values)]


def sound(samples, rate):
    """Two tones and a little noise, as 16-bit numbers."""
    t = np.arange(samples) / rate
    x = 0.5 * np.sin(2 * np.pi * 440 * t) + 0.3 * np.sin(2 * np.pi * 3100 * t + 1)
    return np.round((x + 0.05 * random.standard_normal(samples)) * 20000).astype(int)


def resampled(rate, wanted):
    stored = sound(160, rate)
    divisor = gcd(rate, wanted)
    made = scipy.signal.resample_poly(stored / 32768, wanted // divisor, rate // divisor)
    return {"from": rate, "to": wanted, "samples": stored.tolist(), "resampled": short(made)}


def spectra():
    """One frame of each kind."""
    stored = sound(2048, 16000)
    x = stored / 32768
    speech = tf.abs(tf.signal.stft(tf.constant(x[None, :400], tf.float64), 400, 160, 512)).numpy()[0, 0]
    weights = tf.signal.linear_to_mel_weight_matrix(64, 257, 16000, 125.0, 7500.0, tf.float64).numpy()
    tutorial = tf.abs(tf.signal.stft(tf.constant(x[None, :255], tf.float64), 255, 128)).numpy()[0, 0]
    n = np.arange(2048)
    blackman = 0.42 - 0.5 * np.cos(2 * np.pi * n / 2048) + 0.08 * np.cos(4 * np.pi * n / 2048)
    web = 20 * np.log10(np.abs(np.fft.rfft(x * blackman)) / 2048)
    return {
        "samples": stored.tolist(),
        "yamnet": short(np.log(speech @ weights + 0.001)),
        "vggish": short(np.log(speech @ weights + 0.01)),
        "magnitude": short(tutorial),
        "speech-commands": short(np.maximum(-100, web)[:232]),
    }


def notes_in(frames, onsets, onset_threshold, frame_threshold, shortest, tolerance):
    n_frames, n_keys = frames.shape
    differences = []
    for n in (1, 2):
        padded = np.concatenate([np.zeros((n, n_keys)), frames])
        differences.append(padded[n:] - padded[:-n])
    rise = np.min(differences, axis=0)
    rise[rise < 0] = 0
    rise[:2] = 0
    rise = np.max(onsets) * rise / np.max(rise)
    onsets = np.maximum(onsets, rise)
    peaks = np.zeros(onsets.shape)
    where = scipy.signal.argrelmax(onsets, axis=0)
    peaks[where] = onsets[where]
    times, keys = (found[::-1] for found in np.where(peaks >= onset_threshold))
    energy = frames.copy()
    notes = []

    def silence(i, key):
        energy[i, max(0, key - 1) : key + 2] = 0

    for start, key in zip(times, keys):
        if start >= n_frames - 1:
            continue
        i, k = start + 1, 0
        while i < n_frames - 1 and k < tolerance:
            k = k + 1 if energy[i, key] < frame_threshold else 0
            i += 1
        i -= k
        if i - start <= shortest:
            continue
        for j in range(start, i):
            silence(j, key)
        notes.append((int(start), int(i), int(key), float(np.mean(frames[start:i, key]))))
    while np.max(energy) > frame_threshold:
        middle, key = np.unravel_index(np.argmax(energy), energy.shape)
        energy[middle, key] = 0
        i, k = middle + 1, 0
        while i < n_frames - 1 and k < tolerance:
            k = k + 1 if energy[i, key] < frame_threshold else 0
            silence(i, key)
            i += 1
        end = i - 1 - k
        i, k = middle - 1, 0
        while i > 0 and k < tolerance:
            k = k + 1 if energy[i, key] < frame_threshold else 0
            silence(i, key)
            i -= 1
        start = i + 1 + k
        if end - start <= shortest:
            continue
        notes.append((int(start), int(end), int(key), float(np.mean(frames[start:end, key]))))
    return sorted(notes, key=lambda note: (note[0], note[2]))


def note_case(n_frames, n_keys, spans):
    """Maps with some notes, two of which have no onset of their own, in noise."""
    frames = 0.15 * random.random((n_frames, n_keys))
    onsets = 0.1 * random.random((n_frames, n_keys))
    for start, end, key, score, onset in spans:
        frames[start:end, key] += score * (0.9 + 0.1 * random.random(end - start))
        onsets[start, key] += onset
    frames, onsets = np.round(frames, 3), np.round(onsets, 3)
    rules = {"onset": 0.5, "note": 0.3, "shortest": 5, "faint": 4}
    found = notes_in(frames, onsets, 0.5, 0.3, 5, 4)
    return {
        "frames": n_frames,
        "keys": n_keys,
        "note": frames.ravel().tolist(),
        "onset": onsets.ravel().tolist(),
        "rules": rules,
        "notes": [[*note[:3], round(note[3], 5)] for note in found],
    }


made = "scripts/references/sounds.py, with SciPy " + scipy.__version__ + " and TensorFlow " + tf.__version__
rates = [(44100, 16000), (48000, 22050), (8000, 16000), (44100, 22050), (11025, 16000)]
fixture = {"made": made, "resampled": [resampled(*pair) for pair in rates], "spectra": spectra()}
(root / "src/inputs/fixtures/sounds.json").write_text(json.dumps(fixture) + "\n")
cases = [
    note_case(60, 6, [(3, 20, 1, 0.6, 0.7), (21, 40, 1, 0.5, 0.6), (10, 45, 4, 0.5, 0.1), (46, 50, 3, 0.7, 0.8), (30, 55, 5, 0.4, 0)]),
    note_case(50, 4, [(0, 30, 0, 0.5, 0.7), (20, 50, 3, 0.6, 0.9), (2, 26, 2, 0.3, 0)]),
]
(root / "src/outputs/series/fixtures/notes.json").write_text(json.dumps({"made": made, "cases": cases}) + "\n")
