import type { PlannedStep } from '../../../base/plan.ts'
import type { CodeInput } from '../input.ts'
import { javascriptLiteral as literal } from '../text.ts'
import { numberOf, textOf } from '../values.ts'
import type { SoundCode } from './contract.ts'

const from: Readonly<Record<string, string>> = {
  left: '[channels[0]]',
  right: '[channels[1]]',
  kept: 'channels.slice(0, 2)',
  mean: '[channels[0].map((_, i) => channels.reduce((sum, one) => sum + one[i], 0) / channels.length)]',
}

/** The sound is `channels` of samples, then `windows` of channels, at last `data` and `shape`. */
export const javascriptSound: SoundCode = {
  steps: {
    mono: (step) => {
      const choice = textOf(step, 'channels')
      const twice = numberOf(step, 'taken', 1) === 2 && choice !== 'kept'
      return {
        lines: [`channels = ${from[choice] ?? from.mean}`, ...(twice ? ['channels.push(channels[0])'] : [])],
      }
    },
    rate: (step, { plan }) => {
      const read = plan.find(({ id }) => id === 'read')
      const stored = read === undefined ? 48_000 : numberOf(read, 'rate', 48_000)
      const rates = `${stored}, ${numberOf(step, 'rate', 16_000)}`
      return { lines: [`channels = channels.map((samples) => resample(samples, ${rates}))`], uses: ['resample'] }
    },
    window: (step) => {
      const numbers = ['length', 'hop', 'lead', 'start'].map((id) => numberOf(step, id, 0))
      return { lines: [`let windows = cut(channels, ${numbers.join(', ')})`], uses: ['cut'] }
    },
    spectrogram: (step) => ({
      lines: [`// Glassbox computed a spectrogram here (${textOf(step, 'kind')}), which this program does not know.`],
    }),
    level: levelLines,
  },
  functions: {
    readSound: `/** The samples of each channel, decoded by the browser. */
async function readSound(file, rate) {
  const sound = await new OfflineAudioContext(1, 1, rate).decodeAudioData(await file.arrayBuffer())
  return Array.from({ length: sound.numberOfChannels }, (_, c) => sound.getChannelData(c))
}`,
    resample: `/** Equal to scipy.signal.resample_poly: a sinc of ten zero crossings in a Kaiser window. */
function resample(samples, from, to) {
  const divisor = (a, b) => (b === 0 ? a : divisor(b, a % b))
  const up = to / divisor(from, to)
  const down = from / divisor(from, to)
  if (up === down) return samples
  const bessel = (x) => {
    let [sum, term] = [1, 1]
    for (let k = 1; term > sum * 1e-17; k++) sum += term *= (x / (2 * k)) ** 2
    return sum
  }
  const most = Math.max(up, down)
  const half = 10 * most
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const x = Math.PI * ((i - half) / most)
    return (x === 0 ? 1 : Math.sin(x) / x) * bessel(5 * Math.sqrt(1 - ((i - half) / half) ** 2))
  })
  const total = taps.reduce((sum, tap) => sum + tap, 0)
  return Float32Array.from({ length: Math.ceil((samples.length * up) / down) }, (_, n) => {
    let sum = 0
    const first = Math.max(0, Math.ceil((n * down - half) / up))
    const last = Math.min(samples.length - 1, Math.floor((n * down + half) / up))
    for (let i = first; i <= last; i++) sum += samples[i] * taps[n * down + half - i * up]
    return (sum * up) / total
  })
}`,
    cut: `/** Windows of all channels, with zeros in front and at the end; a length of 0 takes the whole sound. */
function cut(channels, length, hop, lead, start) {
  const samples = channels.map((channel) => channel.subarray(start))
  const left = samples[0].length
  if (length === 0) return [samples]
  const step = hop || length
  const margin = Math.max(0, Math.min(lead, length - step))
  const count = Math.max(1, Math.ceil((left + lead + margin - length - Math.min(step, length) / 100) / step) + 1)
  return Array.from({ length: count }, (_, w) =>
    samples.map((channel) => Float32Array.from({ length }, (_, i) => channel[w * step - lead + i] ?? 0)),
  )
}`,
    standardised: `/** Mean 0 and deviation 1. */
function standardised(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  return values.map((value) => (value - mean) / Math.max(deviation, 1e-8))
}`,
  },
}

function levelLines(step: PlannedStep, { shape }: CodeInput) {
  const level = textOf(step, 'level')
  const each = (change: string): string => `windows = windows.map((channels) => channels.map(${change}))`
  const data =
    textOf(step, 'order') === 'samples-channels'
      ? 'windows.flatMap(([left, right]) => Array.from(left, (value, i) => [value, right[i]]).flat())'
      : 'windows.flatMap((channels) => channels.flatMap((samples) => Array.from(samples)))'
  return {
    lines: [
      ...(level === 'int16' ? [each('(samples) => samples.map((value) => value * 32768)')] : []),
      ...(level === 'standardised' ? [each('standardised')] : []),
      `let data = ${data}`,
      `let shape = ${literal(shape)}`,
    ],
    uses: level === 'standardised' ? ['standardised'] : [],
  }
}
