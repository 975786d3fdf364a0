import { expect, it } from 'vitest'
import { readWav } from '../inputs/sound/wav.ts'
import { wavOf } from './wav.ts'

it('a recording is a WAV file that the worker reads', async () => {
  const blob = wavOf(Float32Array.of(0, 0.5, -0.5, 2), 48_000)
  const { rate, channels } = readWav(new Uint8Array(await blob.arrayBuffer()), 'a.wav')
  expect(rate).toBe(48_000)
  expect(Array.from(channels[0] ?? [], (value) => Number(value.toFixed(3)))).toEqual([0, 0.5, -0.5, 1])
})
