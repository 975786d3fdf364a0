import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl'

/** A text of a program of tfjs 4.22, and the right one. */
interface Correction {
  /** Identifies the program. */
  readonly program: string
  readonly texts: readonly (readonly [wrong: string, right: string])[]
  /** The dtype of the output, if the kernel states another. */
  readonly dtype?: 'int32'
}

/** NaN never wins, not even as the first value. */
const positions: readonly Correction[] = [
  {
    program: 'setOutput(float(bestIndex))',
    texts: [
      ['if (candidate > bestValue)', 'if (candidate > bestValue || (isnan(bestValue) && !isnan(candidate)))'],
      ['if (candidate < bestValue)', 'if (candidate < bestValue || (isnan(bestValue) && !isnan(candidate)))'],
    ],
  },
  {
    program: 'setOutput(bestIndex)',
    texts: [
      [
        'vec4(greaterThan(candidate, bestValue)) *',
        '(vec4(greaterThan(candidate, bestValue)) + vec4(isnan(bestValue))) *',
      ],
      ['vec4(lessThan(candidate, bestValue)) *', '(vec4(lessThan(candidate, bestValue)) + vec4(isnan(bestValue))) *'],
    ],
  },
]

const corrections: readonly Correction[] = [
  // Crops were taken from the picture with the number of the box.
  { program: 'getBoxInd(b)', texts: [['getImage(b,', 'getImage(bInd,']] },
  // The first of equal values wins, as in TensorFlow, and NaN only as the first value of a window.
  {
    program: 'setOutput(float(minMaxPosition))',
    texts: [['if (value >= currMinMaxValue)', 'if (minMaxValueFound == 0.0 || value > minMaxValue)']],
    dtype: 'int32',
  },
  ...positions,
  // Rows whose length is no power of 2 were compared with the row after them, and of equal values any could win.
  {
    program: 'setOutput(x0 >= x1 ? float(i0) : float(i1));',
    texts: [['setOutput(x0 >= x1 ?', 'setOutput(i1 >= n || (i0 < n && (x0 > x1 || (x0 == x1 && i0 < i1))) ?']],
  },
  // A NaN left the three elements that share its texel unclipped.
  {
    program: 'if (any(isnan(value)))',
    texts: [
      ['if (any(isnan(value)))', 'if (false)'],
      [
        'setOutput(clamp(value, vec4(minVal), vec4(maxVal)));',
        'setOutput(mix(clamp(value, vec4(minVal), vec4(maxVal)), value, isnan(value)));',
      ],
    ],
  },
  // Numbers outside the range of int32, and NaN, become the lowest integer, as in TensorFlow.
  {
    program: 'return float(int(x));',
    texts: [['return float(int(x));', 'return abs(x) < 2147483648.0 ? float(int(x)) : -2147483648.0;']],
  },
]

/** Corrects programs before they are compiled. */
export function correctShaders(backend: MathBackendWebGL): void {
  const run = backend.runWebGLProgram.bind(backend)
  backend.runWebGLProgram = (program, inputs, dtype, ...more) => {
    const found = corrections.find(({ program: part }) => program.userCode.includes(part))
    if (found === undefined) return run(program, inputs, dtype, ...more)
    program.userCode = found.texts.reduce((code, [wrong, right]) => code.replaceAll(wrong, right), program.userCode)
    return run(program, inputs, found.dtype ?? dtype, ...more)
  }
}
