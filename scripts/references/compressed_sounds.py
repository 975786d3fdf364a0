"""A tone of 880 Hz (A5) in the compressed formats that browsers decode.

    python scripts/references/compressed_sounds.py e2e/fixtures/sounds

Writes a5.ogg (Vorbis) and a5.flac with soundfile 0.14 (libsndfile 1.2.2), a5.m4a (AAC) with PyAV 18.1.
"""
import os
import sys

import av
import numpy as np
import soundfile

SECONDS, RATE = 1.0, 22050
folder = sys.argv[1]

t = np.arange(int(SECONDS * RATE)) / RATE
edges = np.minimum(1, np.minimum(t, SECONDS - t) / 0.02)
tone = (0.5 * edges * np.sin(2 * np.pi * 880 * t)).astype(np.float32)

soundfile.write(os.path.join(folder, "a5.ogg"), tone, RATE, format="OGG", subtype="VORBIS")
soundfile.write(os.path.join(folder, "a5.flac"), tone, RATE, format="FLAC", subtype="PCM_16")

with av.open(os.path.join(folder, "a5.m4a"), "w", format="ipod") as out:
    stream = out.add_stream("aac", rate=RATE, layout="mono")
    stream.bit_rate = 48000
    for at in range(0, len(tone), 1024):
        frame = av.AudioFrame.from_ndarray(tone[None, at : at + 1024], format="fltp", layout="mono")
        frame.sample_rate, frame.pts = RATE, at
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))

for name in sorted(os.listdir(folder)):
    with av.open(os.path.join(folder, name)) as back:
        sound = back.streams.audio[0]
        print(name, os.path.getsize(os.path.join(folder, name)), "bytes", sound.codec_context.name, sound.rate)
