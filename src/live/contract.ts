import type { PlainError } from '../base/errors.ts'
import type { FramePixels } from '../base/frame-pixels.ts'
import type { Size } from '../base/geometry.ts'
import type { FrameImage, InputSource } from '../base/plan.ts'
import type { TensorSpec } from '../base/tensor.ts'
import type { DropCause } from './loop.ts'

/** A source of live items: a row of the table in `sources/index.ts`. */
export interface LiveSource {
  /** Stable: part of the page's address for automation. */
  readonly id: string
  /** On its button in the input column. */
  readonly label: string
  /** The label of the button that starts it. */
  readonly start: string
  /** What the browser will ask, and what stays private; shown before the start. */
  readonly promise: string
  /** What an input must take for the source to feed it. */
  readonly feeds: 'pictures' | 'sounds'
  /** One item in a word. */
  readonly item: 'frame' | 'window'
  /**
   * Whether items come by themselves. If not, it starts as soon as it is chosen, and its panel shows its picture.
   */
  readonly continuous: boolean
  /** What the person has to do before it can be started, as a sentence; `null` if nothing. */
  readonly missing?: () => string | null
  /**
   * Opens it. Call it from a click, because browsers ask for permission then. Raises `device-denied`, `device-missing`,
   * `device-busy`, `device-failed`, `file-unreadable`, `cancelled`.
   */
  open(options: OpenOptions): Promise<Feed>
}

export interface OpenOptions {
  /** Identifier of a device, from `Feed.devices`; `null` for the browser's choice. */
  readonly device: string | null
  /** The input of the model that it feeds. */
  readonly input: TensorSpec
}

/** An opened source. */
export interface Feed {
  /**
   * Calls `onItem` whenever there is a newer item. `missed`: items skipped before it; `cause`: why, by default because
   * the page was busy. Returns a function that ends the calls.
   */
  listen(onItem: (missed: number, cause?: DropCause) => void): () => void
  /**
   * The newest item, owned by the caller; `null` if there is none, as before the first frame or on an empty sheet.
   * `wanted` says how much of a sound the model takes; `null` if that is not known yet.
   */
  take(wanted: SoundWanted | null): LiveItem | null
  /** What is known about it by now. */
  facts(): FeedFacts
  /** The devices to choose from; empty if there is no choice. Labels are known once permission was given. */
  devices(): Promise<readonly Device[]>
  /** Resolves when the source ends by itself, with the reason; `null` if its content simply ended. */
  readonly ended: Promise<PlainError | null>
  /** Frees the device. */
  close(): void
}

export interface SoundWanted {
  /** Length of a window, s. */
  readonly seconds: number
  /** Whether windows must follow each other without overlap, for a model with states; otherwise each is the newest. */
  readonly contiguous: boolean
}

export interface FeedFacts {
  /** Size of the picture, px; `null` if it is not known yet, or if the source has none. */
  readonly size: Size | null
  /** Items per second as the source states it; `null` if it does not. */
  readonly rate: number | null
  /** Samples per second of a sound. */
  readonly sampleRate?: number
  /** The loudest sample of a sound since the last call, 0…1. */
  readonly level?: number
  /** The device in use. */
  readonly device: string | null
  /** Whether it is shown like a mirror unless the person says otherwise. The model always gets the picture as it is. */
  readonly mirrored: boolean
}

export interface Device {
  readonly id: string
  readonly label: string
}

/** One item of a source, such as a frame. */
export interface LiveItem {
  /** Its place in the source, s. */
  readonly time: number
  /** Feeds the model. */
  readonly source: InputSource
  /** What the result is drawn over. */
  readonly picture: LivePicture | null
  /** Releases its memory. */
  close(): void
}

export interface LivePicture extends Size {
  readonly image: FrameImage
  /** RGBA, if it was converted for drawing. */
  readonly pixels?: FramePixels | null
}
