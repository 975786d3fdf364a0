import { throwIfAborted } from '../../../base/abort.ts'
import { EngineError } from '../../../base/errors.ts'
import type { TreeFile } from '../../../files/tree.ts'
import { pngOf } from '../../image/draw.ts'
import type { Raster } from '../../image/rgba.ts'
import type { DrawInput, OpenInput } from '../../input-format.ts'
import { type Job, settingOf } from '../../job.ts'
import { openedPixels } from '../image/open.ts'
import { cutOff, openTiff, type Tiff } from './decode.ts'

export const open: OpenInput = async (file, job) => {
  const tiff = await tiffOf(file, job.signal)
  const page = pageOf(job, tiff.pages)
  const { picture, kind } = await pageAt(tiff, page, file.path, job.signal)
  if (tiff.pages === 1) return openedPixels(picture, `TIFF, ${kind}`, job, { values: { decoder: 'TIFF' } })
  return openedPixels(picture, `TIFF, page ${page} of ${tiff.pages}, ${kind}`, job, {
    values: { decoder: 'TIFF', page: 1 },
    reason: `the first of ${tiff.pages} pages`,
    fields: [{ id: 'page', label: 'Page', type: 'number', value: page, min: 1, max: tiff.pages, integer: true }],
  })
}

/** The first page as a PNG. Raises what `open` raises. */
export const draw: DrawInput = async (file, signal) => {
  const { picture } = await pageAt(await tiffOf(file, signal), 1, file.path, signal)
  return pngOf(picture)
}

function tiffOf(file: TreeFile, signal?: AbortSignal): Promise<Tiff> {
  return openTiff(file.source, file.path, signal).catch((error: unknown) => {
    throw damaged(file.path, error, signal)
  })
}

function pageAt(
  tiff: Tiff,
  page: number,
  name: string,
  signal?: AbortSignal,
): Promise<{ readonly picture: Raster; readonly kind: string }> {
  return tiff.page(page - 1, signal).catch((error: unknown) => {
    throw damaged(name, error, signal)
  })
}

/** The page that the settings ask for, from 1. */
function pageOf(job: Job, pages: number): number {
  const asked = Number(settingOf(job, 'read', 'page') ?? 1)
  return Number.isInteger(asked) && asked >= 1 && asked <= pages ? asked : 1
}

function damaged(name: string, error: unknown, signal?: AbortSignal): unknown {
  throwIfAborted(signal)
  if (error instanceof EngineError) return error
  // A DataView of the bytes at the end of the file, in the words of Chromium, Firefox and Safari.
  if (error instanceof RangeError && /bounds/i.test(error.message)) return cutOff(name, 'its directory passes the end')
  const cause = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
  const hint = 'The file may be damaged. Save it again, uncompressed or as PNG.'
  return new EngineError('input-unreadable', `${name} is a TIFF that cannot be decoded: ${cause}.`, hint)
}
