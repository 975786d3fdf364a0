import createLibheif from 'libheif-js/libheif-wasm/libheif.js'
import { EngineError } from '../../../base/errors.ts'
import type { Raster, Rgba } from '../../image/rgba.ts'
import { checkSize } from '../../image/size.ts'

/** What is used of libheif; its own types leave out these classes. */
interface Libheif {
  readonly HeifDecoder: new () => { decode(bytes: Uint8Array): readonly HeifImage[] }
}

interface HeifImage {
  get_width(): number
  get_height(): number
  is_primary(): boolean
  /** Fills `data` with RGBA, upright; calls back with `null` on a failure. */
  display(to: Rgba, done: (filled: Rgba | null) => void): void
  free(): void
}

/** The main picture of a HEIC file. Raises `input-unreadable`. */
export async function decodeHeic(bytes: Uint8Array, wasmBinary: ArrayBuffer, name: string): Promise<Raster> {
  const { HeifDecoder } = createLibheif({ wasmBinary, print: ignore, printErr: ignore }) as unknown as Libheif
  const images = new HeifDecoder().decode(bytes)
  try {
    const image = images.find((each) => each.is_primary()) ?? images[0]
    if (image === undefined) throw unreadable(name)
    const size = { width: image.get_width(), height: image.get_height() }
    checkSize(size, name)
    const empty = { ...size, data: new Uint8ClampedArray(size.width * size.height * 4) }
    const filled = await new Promise<Rgba | null>((resolve) => image.display(empty, resolve))
    if (filled === null) throw unreadable(name)
    return filled
  } finally {
    for (const image of images) image.free()
  }
}

function ignore(): void {
  // The error says what failed; the console is for the page's own faults.
}

function unreadable(name: string): EngineError {
  return new EngineError(
    'input-unreadable',
    `${name} is a HEIC picture that cannot be decoded.`,
    'The file may be damaged, or use a rare variant. Save it as JPEG or PNG.',
  )
}
