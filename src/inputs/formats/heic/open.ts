import wasmUrl from 'libheif-js/libheif-wasm/libheif.wasm?url'
import { throwIfAborted } from '../../../base/abort.ts'
import { EngineError } from '../../../base/errors.ts'
import type { TreeFile } from '../../../files/tree.ts'
import { decodeWhole } from '../../image/decode.ts'
import { pngOf } from '../../image/draw.ts'
import type { Raster } from '../../image/rgba.ts'
import type { DrawInput, OpenInput } from '../../input-format.ts'
import { openedPixels } from '../image/open.ts'
import { decodeHeic } from './decode.ts'

export const open: OpenInput = async (file, job) =>
  openedPixels(await pictureOf(file, job.signal), 'HEIC', job, { values: { decoder: 'HEIC' } })

/** Raises what `open` raises. */
export const draw: DrawInput = async (file, signal) => pngOf(await pictureOf(file, signal))

/** The decoder is a file of its own, so that it loads for the first HEIC only, and anybody can replace it. */
let decoder: Promise<ArrayBuffer> | null = null

/** Decodes with the browser if it can, as Safari does, else with libheif. */
async function pictureOf(file: TreeFile, signal?: AbortSignal): Promise<Raster> {
  const own = await decodeWhole(await file.source.blob(signal), file.path, signal).catch(() => null)
  throwIfAborted(signal)
  if (own !== null) return own
  decoder ??= fetchDecoder()
  const wasm = await decoder.catch((error: unknown) => {
    decoder = null
    throw new EngineError(
      'input-unreadable',
      `The decoder for ${file.path} could not be loaded.`,
      'Reload the page.',
      error,
    )
  })
  return decodeHeic(await file.source.read(0, file.source.size, signal), wasm, file.path)
}

async function fetchDecoder(): Promise<ArrayBuffer> {
  const response = await fetch(wasmUrl)
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  return response.arrayBuffer()
}
