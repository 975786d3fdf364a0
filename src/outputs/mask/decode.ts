import { noClass } from '../../base/readings/mask.ts'
import type { TensorData } from '../../base/tensor.ts'
import type { Planes } from './planes.ts'

type Numbers = Exclude<TensorData, readonly string[]>

/** The class with the highest score of each pixel; `noClass` where no score is a number. */
export function best(data: Numbers, start: number, { width, height, channels, step, stride }: Planes) {
  const index = new Uint16Array(width * height)
  for (let pixel = 0, at = start; pixel < index.length; pixel++, at += step) {
    let highest = Number.NEGATIVE_INFINITY
    let found = noClass
    for (let k = 0, from = at; k < channels; k++, from += stride) {
      const score = data[from] as number
      if (score > highest) {
        highest = score
        found = k
      }
    }
    index[pixel] = found
  }
  return index
}

/** The scores of these classes, 0…1. */
export function scoresOf(
  data: Numbers,
  start: number,
  { channels, step, stride }: Planes,
  index: Uint16Array,
  activation: string,
) {
  const scores = new Float32Array(index.length)
  for (let pixel = 0, at = start; pixel < index.length; pixel++, at += step) {
    const own = index[pixel] as number
    const highest = own === noClass ? Number.NaN : (data[at + own * stride] as number)
    if (activation === 'softmax') {
      let sum = 0
      for (let k = 0, from = at; k < channels; k++, from += stride) sum += Math.exp((data[from] as number) - highest)
      scores[pixel] = 1 / sum
    } else scores[pixel] = activation === 'sigmoid' ? sigmoid(highest) : highest
  }
  return scores
}

/** One channel as it is, or as scores. */
export function channel(data: Numbers, start: number, { width, height, step }: Planes, activation: string) {
  const values = new Float32Array(width * height)
  for (let pixel = 0, at = start; pixel < values.length; pixel++, at += step) {
    const value = data[at] as number
    values[pixel] = activation === 'sigmoid' ? sigmoid(value) : value
  }
  return values
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value))
}
