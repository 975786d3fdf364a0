import type { CustomOp, OpCall } from './op.ts'
import { given, numbersOf } from './values.ts'

/** Coefficients of Lanczos's approximation with g = 7. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const

/** The logarithm of |Γ(x)|. */
function logGamma(x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Number.POSITIVE_INFINITY
  if (x <= 0 && Number.isInteger(x)) return Number.POSITIVE_INFINITY
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x)
  const z = x - 1
  const sum = lanczos.reduce((total, c, i) => (i === 0 ? c : total + c / (z + i)), 0)
  const t = z + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** The derivative of `logGamma`: recurrence up to 10, then the asymptotic series. */
function digamma(x: number): number {
  if (x <= 0 && Number.isInteger(x)) return Number.NaN
  if (x < 0) return digamma(1 - x) - Math.PI / Math.tan(Math.PI * x)
  let result = 0
  let z = x
  for (; z < 10; z++) result -= 1 / z
  const f = 1 / (z * z)
  return result + Math.log(z) - 0.5 / z - f * (1 / 12 - f * (1 / 120 - f * (1 / 252 - f * (1 / 240 - f / 132))))
}

function each(op: string, apply: (x: number) => number): CustomOp {
  const execute = async ({ tf, inputs }: OpCall) => {
    const x = given(inputs[0])
    return [tf.tensor((await numbersOf(x)).map(apply), x.shape, 'float32')]
  }
  return { op, asynchronous: true, execute }
}

export const specialOps: readonly CustomOp[] = [each('Lgamma', logGamma), each('Digamma', digamma)]
