import { switchOf } from '../../base/values.ts'
import type { PixelsValue } from '../input-value.ts'
import type { Step } from '../step.ts'

/** Single-channel inputs up to this side may be for drawings (MNIST 28, doodles 28…64). */
const largestDrawing = 64

/** Inverts dark on light to light on dark, or the reverse: 255 − x. */
export const invertStep: Step<PixelsValue> = {
  id: 'invert',
  label: 'Invert',
  applies: (inputValue, job): inputValue is PixelsValue => inputValue.type === 'pixels' && job.image?.channels === 1,
  auto: (inputValue) => {
    if (inputValue.width > largestDrawing || inputValue.height > largestDrawing)
      return { values: { invert: false }, reason: 'a photo, by its size', certainty: 'derived' }
    const drawing = isDarkOnLight(inputValue)
    return {
      values: { invert: drawing },
      reason: drawing
        ? 'dark strokes on a light background; models of drawn digits and doodles expect light on dark'
        : 'not a dark drawing on a light background',
      certainty: 'guessed',
    }
  },
  fields: (values) => [
    { id: 'invert', label: 'Invert light and dark', type: 'switch', value: switchOf(values, 'invert') },
  ],
  apply: (inputValue, values) => {
    if (switchOf(values, 'invert')) {
      const { data } = inputValue
      for (let i = 0; i < data.length; i++) data[i] = 255 - (data[i] as number)
    }
    return inputValue
  },
  summary: (values) => (switchOf(values, 'invert') ? '255 − x' : 'unchanged'),
}

/** A drawing has few mid-tones and a light border, unlike a photo or a face. */
function isDarkOnLight({ data, width, height }: PixelsValue): boolean {
  let extreme = 0
  let light = 0
  let border = 0
  let lightBorder = 0
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number
    const x = i % width
    const y = (i - x) / width
    if (value >= 192) light++
    if (value >= 192 || value <= 64) extreme++
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) {
      border++
      if (value >= 192) lightBorder++
    }
  }
  return (
    extreme >= 0.75 * data.length && light >= 0.5 * data.length && light < data.length && lightBorder >= 0.9 * border
  )
}
