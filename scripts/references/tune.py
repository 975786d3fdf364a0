"""Writes the sound of the sample `notes`: the beginning of Beethoven's Ode to Joy, with a tone like that of a plucked string.

    python scripts/references/tune.py

Needs numpy and soundfile.
"""

from pathlib import Path

import numpy as np
import soundfile

rate = 44100
beat = 0.4
melody = [64, 64, 65, 67, 67, 65, 64, 62, 60, 60, 62, 64, (64, 1.5), (62, 0.5), (62, 2)]


def tone(midi, seconds):
    """A sawtooth of nineteen harmonics that fades."""
    t = np.arange(int(seconds * rate)) / rate
    frequency = 440 * 2 ** ((midi - 69) / 12)
    saw = sum(np.sin(2 * np.pi * frequency * k * t) / k for k in range(1, 20))
    return saw / np.abs(saw).max() * np.exp(-1.5 * t) * np.minimum(1, t / 0.005) * np.minimum(1, (seconds - t) / 0.03)


sound = np.zeros(int((16 * beat + 0.6) * rate))
time = 0.2
for note in melody:
    midi, beats = note if isinstance(note, tuple) else (note, 1)
    start = int(time * rate)
    made = tone(midi, beats * beat * 0.95)
    sound[start : start + len(made)] += 0.4 * made
    time += beats * beat
folder = Path(__file__).parents[2] / "public/samples/notes"
soundfile.write(folder / "ode-to-joy.mp3", sound, rate, format="MP3")
