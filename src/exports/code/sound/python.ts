import type { PlannedStep } from '../../../base/plan.ts'
import type { Snippet } from '../contract.ts'
import type { CodeInput } from '../input.ts'
import { commentText } from '../text.ts'
import { numberOf, textOf } from '../values.ts'
import type { SoundCode } from './contract.ts'

const from: Readonly<Record<string, string>> = { left: 'x[:, :1]', right: 'x[:, 1:2]', kept: 'x[:, :2]' }

/** The sound is `x`: `[samples, channels]`, then `[windows, channels, samples]`, or `[windows, frames, bins]`. */
export const pythonSound: SoundCode = {
  steps: {
    mono: (step) => {
      const choice = textOf(step, 'channels')
      const taken = from[choice] ?? 'x.mean(axis=1, keepdims=True)'
      const twice = numberOf(step, 'taken', 1) === 2 && choice !== 'kept'
      return { lines: [`x = ${twice ? `np.repeat(${taken}, 2, axis=1)` : taken}`] }
    },
    rate: (step) => ({ lines: [`x = resample(x, rate, ${numberOf(step, 'rate', 16_000)})`], uses: ['resample'] }),
    window: (step) => {
      const numbers = ['length', 'hop', 'lead', 'start'].map((id) => numberOf(step, id, 0))
      return { lines: [`x = cut(x, ${numbers.join(', ')})`], uses: ['cut'] }
    },
    spectrogram: spectrogramLines,
    level: levelLines,
  },
  functions: {
    resample: `def resample(x, rate, wanted):
    divisor = math.gcd(rate, wanted)
    return resample_poly(x.astype(np.float64), wanted // divisor, rate // divisor, axis=0)`,
    cut: `def cut(x, length, hop, lead, start):
    """[windows, channels, samples], with zeros in front and at the end; a length of 0 takes the whole sound."""
    x = x[start:].T
    if length == 0:
        return x[np.newaxis]
    hop = hop or length
    margin = max(0, min(lead, length - hop))
    count = max(1, math.ceil((x.shape[1] + lead + margin - length - min(hop, length) / 100) / hop) + 1)
    x = np.pad(x, ((0, 0), (lead, max(0, (count - 1) * hop + length - lead - x.shape[1]))))
    return np.stack([x[:, i * hop:i * hop + length] for i in range(count)])`,
    magnitudes: `def magnitudes(x, frame, hop, size, taper):
    """[windows, frames, size // 2 + 1] of the first channel."""
    frames = np.lib.stride_tricks.sliding_window_view(x[:, 0], frame, axis=-1)[:, ::hop]
    return np.abs(np.fft.rfft(frames * taper, size))`,
    mel: `def mel(x):
    bands = tf.signal.linear_to_mel_weight_matrix(64, 257, 16000, 125.0, 7500.0).numpy()
    return magnitudes(x, 400, 160, 512, np.hanning(401)[:-1]) @ bands`,
  },
}

function spectrogramLines(step: PlannedStep): Snippet {
  const kind = textOf(step, 'kind')
  switch (kind) {
    case 'yamnet':
    case 'vggish':
      return { lines: [`x = np.log(mel(x) + ${kind === 'yamnet' ? 0.001 : 0.01})`], uses: ['magnitudes', 'mel'] }
    case 'magnitude':
      return { lines: ['x = magnitudes(x, 255, 128, 256, np.hanning(255))'], uses: ['magnitudes'] }
    case 'speech-commands':
      return {
        lines: [
          'x = magnitudes(x, 2048, 1024, 2048, np.blackman(2049)[:-1]) / 2048',
          'x = np.maximum(-100, 20 * np.log10(np.maximum(x, 1e-9)))[..., :232]',
        ],
        uses: ['magnitudes'],
      }
    default:
      return { lines: [`# Glassbox computed a spectrogram "${commentText(kind)}", which this program does not know.`] }
  }
}

function levelLines(step: PlannedStep, { shape }: CodeInput): Snippet {
  const level = textOf(step, 'level')
  const order = textOf(step, 'order')
  const isSpectrum = order === 'frames-bins' || order === 'bins-frames'
  const axes = isSpectrum ? '(1, 2)' : '2'
  const isMoved = order === 'samples-channels' || order === 'bins-frames'
  return {
    lines: [
      ...(level === 'int16' ? ['x = x * 32768'] : []),
      ...(level === 'standardised'
        ? [
            `x = x - x.mean(axis=${axes}, keepdims=True)`,
            `x = x / np.maximum(x.std(axis=${axes}, keepdims=True), 1e-8)`,
          ]
        : []),
      `x = ${isMoved ? 'x.transpose(0, 2, 1)' : 'x'}.reshape([${shape.join(', ')}])`,
    ],
  }
}
