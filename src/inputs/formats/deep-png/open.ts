import { checkSize } from '../../image/size.ts'
import type { OpenInput } from '../../input-format.ts'
import { openedPixels } from '../image/open.ts'
import { readChunks } from './chunks.ts'
import { decodePng } from './decode.ts'

/** Bytes of a pixel as four floats. */
const floats = 16

export const open: OpenInput = async (file, job) => {
  const chunks = readChunks(await file.source.read(0, file.source.size, job.signal), file.path)
  checkSize(chunks.header, file.path, floats)
  const picture = await decodePng(chunks, file.path, job.signal)
  return openedPixels(picture, 'PNG of 16 bits', job, { values: { decoder: 'PNG of 16 bits' } })
}
