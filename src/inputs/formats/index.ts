import type { InputFormat } from '../input-format.ts'
import { imageFormat } from './image.ts'
import { jsonFormat } from './json.ts'
import { npyFormat } from './npy.ts'
import { npzFormat } from './npz.ts'
import { tableFormat } from './table.ts'
import { textFormat } from './text.ts'

/** All formats of input files, in the order in which they are tried: the sure ones first, text last. */
export const inputFormats: readonly InputFormat[] = [
  imageFormat,
  npyFormat,
  npzFormat,
  jsonFormat,
  tableFormat,
  textFormat,
]
