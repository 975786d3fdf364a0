import { EngineError } from '../base/errors.ts'
import type { Fill, PlannedStep } from '../base/plan.ts'
import { createRandom } from '../base/random.ts'
import { type DType, formatShape, sizeOf, type TensorData, type TensorSpec, type TensorValue } from '../base/tensor.ts'
import { clueTo, type Job } from './job.ts'

/** Default side of a picture whose size is free: divisible by 32 (five halvings), and fast on every backend. */
const defaultSide = 128

/** Largest tensor to create, 1 GB as float32; a larger one is a mistake in a dimension. */
const maxElements = 256_000_000

export interface Filled {
  readonly tensor: TensorValue
  readonly step: PlannedStep
}

/**
 * A tensor generated without a file. `random`: uniform in 0…1 from the seed (int32: 0…255, bool: 0 or 1); `ramp`:
 * element i is (i mod 256) / 255 (int32: i mod 256, bool: i mod 2). Strings: the same numbers as text; zeros are empty
 * strings. Free dimensions: the user's size, else the metadata's for pictures, else 1. Raises `input-dtype` for complex
 * inputs.
 */
export function makeFill(fill: Fill, seed: number, job: Job): Filled {
  const { spec } = job
  if (spec.dtype === 'complex64')
    throw new EngineError('input-dtype', `The input "${spec.name}" takes complex numbers, which cannot be generated.`)
  const shape = fillShape(job)
  if (sizeOf(shape) > maxElements) {
    throw new EngineError(
      'input-shape',
      `${formatShape(shape)} has ${sizeOf(shape)} elements; the limit is ${maxElements}.`,
      'Set smaller sizes for the free dimensions.',
    )
  }
  const free = spec.shape === null || spec.shape.includes(null)
  return {
    tensor: { dtype: spec.dtype, shape, data: dataOf(fill, seed, sizeOf(shape), spec) },
    step: {
      id: 'fill',
      label: 'Fill',
      summary: `${fill === 'random' ? `random, seed ${seed}` : fill}, ${spec.dtype} ${formatShape(shape)}`,
      reason: free
        ? `the input's shape is ${formatShape(spec.shape)}; free dimensions are 1 unless you or the metadata set them`
        : `the input's shape is ${formatShape(spec.shape)}`,
      certainty: 'certain',
      chosenBy: 'automatic',
      fields: [],
      values: { fill, seed },
    },
  }
}

function fillShape(job: Job): readonly number[] {
  const { spec, dims, metadata, image, facts } = job
  if (spec.shape === null) {
    facts.guessed.push(`The input "${spec.name}" takes any shape; the fill is a single element.`)
    return []
  }
  return spec.shape.map((dim, i) => {
    if (dim !== null) return dim
    const set = dims[i]
    if (set !== undefined) return set
    // Only rank 4 is certainly a picture; rank 3 may be a sequence.
    const side = spec.shape?.length === 4 && (image?.axes.height === i || image?.axes.width === i)
    if (side && metadata.imageSize !== null) return metadata.imageSize
    const trained = side ? clueTo(job, 'side') : undefined
    if (trained !== undefined) return trained.answer
    const size = side ? defaultSide : i === image?.axes.channels ? image.channels : 1
    const why = side ? `; ${defaultSide} is divisible by 32` : ''
    if (i > 0) facts.guessed.push(`Dimension ${i} of the input "${spec.name}" is free and was set to ${size}${why}.`)
    return size
  })
}

export function zerosOf(dtype: DType, count: number): TensorData {
  if (dtype === 'string') return new Array<string>(count).fill('')
  if (dtype === 'int32') return new Int32Array(count)
  if (dtype === 'bool') return new Uint8Array(count)
  return new Float32Array(dtype === 'complex64' ? 2 * count : count)
}

function dataOf(fill: Fill, seed: number, count: number, { dtype }: TensorSpec): TensorValue['data'] {
  const random = createRandom(seed)
  if (dtype === 'float32') {
    const at = { zeros: () => 0, ones: () => 1, random, ramp: (i: number) => (i % 256) / 255 }[fill]
    const out = new Float32Array(count)
    for (let i = 0; i < count; i++) out[i] = at(i)
    return out
  }
  const whole = {
    zeros: () => 0,
    ones: () => 1,
    random: () => Math.floor(random() * (dtype === 'bool' ? 2 : 256)),
    ramp: (i: number) => i % (dtype === 'bool' ? 2 : 256),
  }[fill]
  if (dtype === 'string') return Array.from({ length: count }, (_, i) => (fill === 'zeros' ? '' : String(whole(i))))
  const out = dtype === 'bool' ? new Uint8Array(count) : new Int32Array(count)
  for (let i = 0; i < count; i++) out[i] = whole(i)
  return out
}
