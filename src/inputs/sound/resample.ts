import { nextTask, throwIfAborted } from '../../base/abort.ts'

/** Zero crossings of the filter on either side, and the parameter of its Kaiser window, as in `scipy.signal.resample_poly`. */
const crossings = 10
const beta = 5
/** Taps that are made, and products that are summed, between two looks for a cancel: about 10 ms. */
const tapsPerBlock = 2 ** 16
const productsPerBlock = 2 ** 23

/**
 * Changes the rate of a sound by a band-limited filter: `up` samples for each `down`, as `scipy.signal.resample_poly`
 * does. The rates are whole numbers; time and memory grow with the greater one. Raises `cancelled`.
 */
export async function resample(
  samples: Float32Array<ArrayBuffer>,
  from: number,
  to: number,
  signal?: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  const divisor = greatestCommonDivisor(from, to)
  const [up, down] = [to / divisor, from / divisor]
  if (up === down) return samples
  const taps = await lowPass(up, down, signal)
  const out = new Float32Array(Math.ceil((samples.length * up) / down))
  const perBlock = Math.ceil((productsPerBlock * up) / taps.length)
  for (let start = 0; start < out.length; start += perBlock) {
    if (start > 0) await pause(signal)
    filter(samples, { up, down, taps }, out, start, Math.min(out.length, start + perBlock))
  }
  return out
}

interface Filter {
  readonly up: number
  readonly down: number
  readonly taps: Float64Array
}

/** Makes the samples of `out` from `start` up to `end`. */
function filter(
  samples: Float32Array,
  { up, down, taps }: Filter,
  out: Float32Array,
  start: number,
  end: number,
): void {
  const half = (taps.length - 1) / 2
  // Output n lies at n * down in the sound with up - 1 zeros between its samples; only every up-th tap meets a sample.
  for (let n = start; n < end; n++) {
    const middle = n * down
    const first = Math.max(0, Math.ceil((middle - half) / up))
    const last = Math.min(samples.length - 1, Math.floor((middle + half) / up))
    let sum = 0
    for (let i = first, tap = middle + half - first * up; i <= last; i++, tap -= up)
      sum += (samples[i] as number) * (taps[tap] as number)
    out[n] = sum
  }
}

/** A sinc in a Kaiser window; its taps sum to `up`. */
async function lowPass(up: number, down: number, signal?: AbortSignal): Promise<Float64Array> {
  const most = Math.max(up, down)
  const half = crossings * most
  const taps = new Float64Array(2 * half + 1)
  let sum = 0
  for (let i = 0; i < taps.length; i++) {
    if (i % tapsPerBlock === tapsPerBlock - 1) await pause(signal)
    const x = (i - half) / most
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
    const tap = sinc * besselI0(beta * Math.sqrt(1 - ((i - half) / half) ** 2))
    taps[i] = tap
    sum += tap
  }
  for (let i = 0; i < taps.length; i++) taps[i] = ((taps[i] as number) * up) / sum
  return taps
}

async function pause(signal: AbortSignal | undefined): Promise<void> {
  await nextTask()
  throwIfAborted(signal)
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
