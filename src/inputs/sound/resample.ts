/** Zero crossings of the filter on either side, and the parameter of its Kaiser window, as in `scipy.signal.resample_poly`. */
const crossings = 10
const beta = 5

/**
 * Changes the rate of a sound by a band-limited filter: `up` samples for each `down`, as `scipy.signal.resample_poly`
 * does. The rates are whole numbers.
 */
export function resample(samples: Float32Array<ArrayBuffer>, from: number, to: number): Float32Array<ArrayBuffer> {
  const divisor = greatestCommonDivisor(from, to)
  const [up, down] = [to / divisor, from / divisor]
  if (up === down) return samples
  const taps = lowPass(up, down)
  const half = (taps.length - 1) / 2
  const out = new Float32Array(Math.ceil((samples.length * up) / down))
  // Output n lies at n * down in the sound with up - 1 zeros between its samples; only every up-th tap meets a sample.
  for (let n = 0; n < out.length; n++) {
    const middle = n * down
    const first = Math.max(0, Math.ceil((middle - half) / up))
    const last = Math.min(samples.length - 1, Math.floor((middle + half) / up))
    let sum = 0
    for (let i = first, tap = middle + half - first * up; i <= last; i++, tap -= up)
      sum += (samples[i] as number) * (taps[tap] as number)
    out[n] = sum
  }
  return out
}

/** A sinc in a Kaiser window; its taps sum to `up`. */
function lowPass(up: number, down: number): Float64Array {
  const most = Math.max(up, down)
  const half = crossings * most
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const x = (i - half) / most
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
    return sinc * besselI0(beta * Math.sqrt(1 - ((i - half) / half) ** 2))
  })
  const sum = taps.reduce((total, tap) => total + tap, 0)
  return taps.map((tap) => (tap * up) / sum)
}

/** The modified Bessel function of order 0. */
function besselI0(x: number): number {
  let [sum, term] = [1, 1]
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
