import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu'

/** A text of a program of tfjs 4.22, and the right one. */
interface Correction {
  /** The beginning of the program's key. */
  readonly program: string
  /** What the key lacks to tell all versions of the code apart. */
  readonly key?: (program: WebGPUProgram) => string
  readonly texts: readonly (readonly [wrong: string, right: string])[]
}

/** The first of equal values wins, as in TensorFlow, and NaN only as the first value of a window. */
const maxima: Correction = {
  program: 'pool2D_max_true',
  texts: [
    ['let currMaxValue = mix(value, maxValue, maxValueFound);', ''],
    ['if (value >= currMaxValue)', 'if (maxValueFound == 0.0 || value > maxValue)'],
  ],
}

/** The first of equal values wins; NaN never does. */
const positions: readonly Correction[] = ['>', '<'].flatMap((op) => [
  {
    program: `argMinMax_${op}_plain`,
    texts: [
      ['for (var i = 1;', 'bestValue = uniforms.infinityValue; for (var i = 0;'],
      [`if (candidate ${op} bestValue)`, `if (!isnan(candidate) && candidate ${op} bestValue)`],
    ],
  },
  {
    program: `argMinMax_${op}_shared`,
    texts: [
      [
        `if (candidate ${op} bestValue) {`,
        `let candidateIndex = xBestIndices[localId.x + interval];
            if (candidate ${op} bestValue || (candidate == bestValue && candidateIndex < xBestIndices[localId.x])) {`,
      ],
    ],
  },
])

const corrections: readonly Correction[] = [
  maxima,
  ...positions,
  // The code contains the length of the last axis.
  { program: 'cum_', key: ({ outputShape }) => `_${outputShape.at(-1)}`, texts: [] },
  // Rows whose length is no power of 2 were compared with the row after them, and of equal values any could win.
  {
    program: 'merge',
    texts: [
      [
        'if (x0 >= x1)',
        'if (i1 >= uniforms.inputSize || (i0 < uniforms.inputSize && (x0 > x1 || (x0 == x1 && i0 < i1))))',
      ],
    ],
  },
  // Numbers outside the range of int32, and NaN, become the lowest integer, as in TensorFlow.
  {
    program: 'unary_',
    texts: [['return f32(i32((a)));', 'return select(-2147483648.0, f32(i32(a)), abs(a) < 2147483648.0);']],
  },
  // Coordinates of five and six axes are structures.
  {
    program: 'binary_',
    texts: [
      ['sharedBuf[coords[4]]', 'sharedBuf[coords.u]'],
      ['sharedBuf[coords[5]]', 'sharedBuf[coords.v]'],
    ],
  },
]

/** Moves integers as integers: as they are written, the programs do not compile, or round beyond 2²⁴. */
const integerTexts = [
  ['setOutputAtIndex(', 'setOutputAtIndexI32('],
  ['array<array<f32', 'array<array<i32'],
  ['= f32(A[', '= i32(A['],
] as const

/** Corrects programs before they are compiled. */
export function correctShaders(backend: WebGPUBackend): void {
  const run = backend.runWebGPUProgram.bind(backend)
  backend.runWebGPUProgram = (program, inputs, dtype, ...more) => {
    const found = corrections.find(({ program: prefix }) => program.shaderKey.startsWith(prefix))
    const moves = program.shaderKey.startsWith('transpose') && dtype !== 'float32'
    const texts = moves ? integerTexts : found?.texts
    if (found?.key !== undefined) program.shaderKey += found.key(program)
    if (texts !== undefined && texts.length > 0) {
      const written = program.getUserCode.bind(program)
      program.getUserCode = () => texts.reduce((code, [wrong, right]) => code.replace(wrong, right), written())
    }
    return run(program, inputs, dtype, ...more)
  }
}
