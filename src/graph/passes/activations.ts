import { power, sumOfTwo } from './activation/arithmetic.ts'
import { clip, redundantClipping } from './activation/clipping.ts'
import { gelu } from './activation/gelu.ts'
import { leakyRelu, leakyReluAsPrelu, prelu } from './activation/prelu.ts'
import { rulePass } from './rule.ts'

export const activations = rulePass('activations', 'Rewrites activations as ops with fast kernels', [
  [['Relu', 'Relu6', 'Maximum', 'Minimum', 'ClipByValue'], clip],
  [['Relu', 'Prelu', 'LeakyRelu'], redundantClipping],
  ['Maximum', leakyRelu],
  ['LeakyRelu', leakyReluAsPrelu],
  [['AddV2', 'Add'], prelu],
  ['Pow', power],
  ['AddN', sumOfTwo],
  ['Mul', gelu],
])
