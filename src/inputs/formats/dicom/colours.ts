import { type DicomPicture, unsupported } from './picture.ts'

/**
 * Colours of a lossless compression, in place: as they are, or from YBR_FULL (PS3.3, C.7.6.3.1.2). Raises
 * `input-unsupported` for other colours.
 */
export function inRgb(
  values: Float32Array<ArrayBuffer>,
  picture: DicomPicture,
  name: string,
): Float32Array<ArrayBuffer> {
  const { samples, photometric, bitsStored } = picture
  if (samples === 1 || photometric === 'RGB') return values
  if (photometric !== 'YBR_FULL') throw unsupported(name, `lossless pixels in ${photometric}`)
  const most = 2 ** bitsStored - 1
  const middle = 2 ** (bitsStored - 1)
  const inRange = (value: number) => Math.min(most, Math.max(0, Math.round(value)))
  for (let i = 0; i < values.length; i += 3) {
    const y = values[i] as number
    const blue = (values[i + 1] as number) - middle
    const red = (values[i + 2] as number) - middle
    values[i] = inRange(y + 1.402 * red)
    values[i + 1] = inRange(y - 0.344136 * blue - 0.714136 * red)
    values[i + 2] = inRange(y + 1.772 * blue)
  }
  return values
}
