import { EngineError, type PlainError } from '../../../base/errors.ts'
import { Samples } from '../../../base/sound.ts'
import type { Feed, LiveItem, LiveSource } from '../../contract.ts'
import { devicesOf, endedError } from '../devices.ts'
import { openMicrophone, words } from './device.ts'
import tap from './tap.ts?worker&url'
import { type SoundWindow, Windows } from './windows.ts'

/** The longest window that is kept, s; of a longer one, the beginning is silent. */
const longest = 30

export const microphone: LiveSource = {
  id: 'microphone',
  label: 'Microphone',
  start: 'Start the microphone',
  promise:
    'The browser will ask for the microphone. What it hears stays in this tab: it is never stored or sent, and a recording of the results is kept only when you save it.',
  feeds: 'sounds',
  item: 'window',
  continuous: true,
  open: async ({ device }) => {
    const stream = await openMicrophone(device)
    const context = new AudioContext()
    const close = () => {
      for (const track of stream.getTracks()) track.stop()
      if (context.state !== 'closed') void context.close()
    }
    try {
      await Promise.all([context.resume(), context.audioWorklet.addModule(tap)])
      return feedOf(stream, context, close)
    } catch (error) {
      close()
      const message = 'The microphone was opened, but its sound cannot be read.'
      throw new EngineError('device-failed', message, 'Start it again.', error)
    }
  },
}

function feedOf(stream: MediaStream, context: AudioContext, close: () => void): Feed {
  const { sampleRate } = context
  const windows = new Windows(sampleRate, longest)
  const node = new AudioWorkletNode(context, 'tap', {
    numberOfOutputs: 0,
    channelCount: 1,
    channelCountMode: 'explicit',
  })
  let notify: Parameters<Feed['listen']>[0] | null = null
  /** Whether a window has been announced but not taken; it will include later samples. */
  let announced = false
  let level = 0
  const announce = () => {
    if (announced || !windows.isReady) return
    announced = true
    notify?.(windows.missed(), 'running')
  }
  node.port.onmessage = ({ data }: MessageEvent<Float32Array<ArrayBuffer>>) => {
    windows.add(data)
    level = data.reduce((most, value) => Math.max(most, Math.abs(value)), level)
    announce()
  }
  context.createMediaStreamSource(stream).connect(node)
  const [track] = stream.getAudioTracks()
  const ended = new Promise<PlainError | null>((resolve) => {
    track?.addEventListener('ended', () => resolve(endedError(words.name)), { once: true })
  })
  return {
    listen: (onItem) => {
      notify = onItem
      return () => {
        notify = null
      }
    },
    take: (wanted) => {
      announced = false
      const window = windows.take(wanted)
      queueMicrotask(announce)
      return window === null ? null : itemOf(window, sampleRate)
    },
    facts: () => {
      const loudest = level
      level = 0
      const device = track?.getSettings().deviceId ?? null
      return { size: null, rate: null, sampleRate, level: loudest, device, mirrored: false }
    },
    devices: () => devicesOf('audioinput', words, 'Microphone'),
    ended,
    close,
  }
}

function itemOf({ samples, end }: SoundWindow, rate: number): LiveItem {
  return {
    time: end / rate,
    source: { kind: 'samples', samples: new Samples(samples), rate, name: 'Microphone' },
    picture: null,
    close: () => undefined,
  }
}
