"""Trains the small keyword model of `npm run check:live -- --sample keyword`:

    python scripts/references/spoken_words.py FOLDER scripts/check/keyword

FOLDER holds yes_1000ms.wav, no_1000ms.wav, noise_1000ms.wav and silence_1000ms.wav (Speech Commands, CC BY 4.0). The
input is the spectrogram of TensorFlow's tutorial "Simple audio recognition": 124 frames of 129 magnitudes. With one
recording of each word, it knows these recordings and no other voice.
"""
import os
import sys
import wave

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf

words = ["yes", "no", "noise", "silence"]
rng = np.random.default_rng(7)
tf.random.set_seed(7)


def read(path):
    with wave.open(path) as file:
        return np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768


def spectrogram(waves):
    return tf.abs(tf.signal.stft(waves, frame_length=255, frame_step=128))[..., None]


def made(sounds, count):
    """Each sound shifted, louder or quieter, with noise; the ends meet, as a microphone repeats it."""
    waves, labels = [], []
    for _ in range(count):
        label = int(rng.integers(len(words)))
        sound = np.roll(sounds[label], int(rng.integers(16000)) if label > 1 else int(rng.integers(-4000, 4000)))
        noise = rng.normal(0, 10 ** rng.uniform(-4.5, -2.5), 16000)
        waves.append(sound * rng.uniform(0.4, 1.3) + noise)
        labels.append(label)
    return spectrogram(np.array(waves, np.float32)), np.array(labels)


folder, out = sys.argv[1:3]
sounds = [np.resize(read(f"{folder}/{word}_1000ms.wav"), 16000) for word in words]
x, y = made(sounds, 1600)
normalise = tf.keras.layers.Normalization(axis=None)
normalise.adapt(tf.image.resize(x, [32, 32]))
model = tf.keras.Sequential(
    [
        tf.keras.Input((124, 129, 1), name="spectrogram"),
        tf.keras.layers.Resizing(32, 32),
        normalise,
        tf.keras.layers.Conv2D(8, 3, activation="relu"),
        tf.keras.layers.MaxPooling2D(),
        tf.keras.layers.Conv2D(16, 3, activation="relu"),
        tf.keras.layers.MaxPooling2D(),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(4, activation="softmax", name="word"),
    ]
)
model.compile(tf.keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=12, batch_size=32, verbose=2)
print(model.evaluate(*made(sounds, 200), verbose=0))
os.makedirs(out, exist_ok=True)
model.compile()
model.save(f"{out}/keyword.keras")
with open(f"{out}/labels.txt", "w") as file:
    file.write("\n".join(words) + "\n")
