/** A Fourier transform of real signals of one length, a power of two. */
export class Fft {
  readonly #size: number
  readonly #cos: Float64Array
  readonly #sin: Float64Array
  readonly #real: Float64Array
  readonly #imaginary: Float64Array

  constructor(size: number) {
    this.#size = size
    const angle = (i: number): number => (-2 * Math.PI * i) / size
    this.#cos = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos(angle(i)))
    this.#sin = Float64Array.from({ length: size / 2 }, (_, i) => Math.sin(angle(i)))
    this.#real = new Float64Array(size)
    this.#imaginary = new Float64Array(size)
  }

  /** The magnitudes of the frequencies from 0 to half the rate; a shorter signal is followed by zeros. */
  magnitudes(signal: ArrayLike<number>): Float64Array {
    const [real, imaginary] = [this.#real, this.#imaginary]
    const bits = 31 - Math.clz32(this.#size)
    for (let i = 0; i < this.#size; i++) real[reversed(i, bits)] = signal[i] ?? 0
    imaginary.fill(0)
    this.#butterflies()
    return Float64Array.from({ length: this.#size / 2 + 1 }, (_, k) =>
      Math.hypot(real[k] as number, imaginary[k] as number),
    )
  }

  #butterflies(): void {
    const [size, real, imaginary] = [this.#size, this.#real, this.#imaginary]
    for (let width = 1; width < size; width *= 2) {
      const stride = size / (2 * width)
      for (let start = 0; start < size; start += 2 * width) {
        for (let k = 0; k < width; k++) {
          const [c, s] = [this.#cos[k * stride] as number, this.#sin[k * stride] as number]
          const [a, b] = [start + k, start + k + width]
          const [re, im] = [real[b] as number, imaginary[b] as number]
          const [x, y] = [re * c - im * s, re * s + im * c]
          real[b] = (real[a] as number) - x
          imaginary[b] = (imaginary[a] as number) - y
          real[a] = (real[a] as number) + x
          imaginary[a] = (imaginary[a] as number) + y
        }
      }
    }
  }
}

function reversed(value: number, bits: number): number {
  let out = 0
  for (let i = 0; i < bits; i++) out |= ((value >> i) & 1) << (bits - 1 - i)
  return out
}

/** A Hann window as `tf.signal.hann_window` makes it: periodic if its length is even. */
export function hann(length: number): Float64Array {
  const period = length % 2 === 0 ? length : length - 1
  return Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / period))
}

/** The Blackman window of the Web Audio API. */
export function blackman(length: number): Float64Array {
  const at = (i: number): number => (2 * Math.PI * i) / length
  return Float64Array.from({ length }, (_, i) => 0.42 - 0.5 * Math.cos(at(i)) + 0.08 * Math.cos(2 * at(i)))
}
