/** Runs in the browser's audio thread, where the types of the page do not exist. */
declare const registerProcessor: (name: string, processor: new () => object) => void
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}

/** Samples sent at a time: 43 ms at 48 kHz. */
const chunk = 2048

/** Sends the samples of its first channel to the page, in chunks. */
class Tap extends AudioWorkletProcessor {
  #samples = new Float32Array(chunk)
  #filled = 0

  /** Called with 128 samples each time; true asks for more. */
  process([input]: readonly (readonly Float32Array[])[]): true {
    const samples = input?.[0]
    if (samples === undefined) return true
    this.#samples.set(samples, this.#filled)
    this.#filled += samples.length
    if (this.#filled < chunk) return true
    this.port.postMessage(this.#samples, [this.#samples.buffer])
    this.#samples = new Float32Array(chunk)
    this.#filled = 0
    return true
  }
}

registerProcessor('tap', Tap)
