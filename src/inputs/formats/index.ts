import type { InputFormat } from '../input-format.ts'
import { deepPngFormat } from './deep-png/index.ts'
import { dicomFormat } from './dicom/index.ts'
import { heicFormat } from './heic/index.ts'
import { imageFormat } from './image/index.ts'
import { jsonFormat } from './json/index.ts'
import { npyFormat } from './npy/index.ts'
import { npzFormat } from './npz/index.ts'
import { soundFormat } from './sound/index.ts'
import { svgFormat } from './svg/index.ts'
import { tableFormat } from './table/index.ts'
import { numbersFormat, textFormat } from './text/index.ts'
import { tiffFormat } from './tiff/index.ts'

/** All input formats in the order in which they are tried: unambiguous ones first, text last. */
export const inputFormats: readonly InputFormat[] = [
  deepPngFormat,
  imageFormat,
  heicFormat,
  tiffFormat,
  dicomFormat,
  svgFormat,
  soundFormat,
  npyFormat,
  npzFormat,
  jsonFormat,
  tableFormat,
  numbersFormat,
  textFormat,
]
