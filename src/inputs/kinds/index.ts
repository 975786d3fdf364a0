import type { Kind } from '../kind.ts'
import { imageKind } from './image.ts'
import { jsonKind } from './json.ts'
import { npyKind } from './npy.ts'
import { npzKind } from './npz.ts'
import { tableKind } from './table.ts'
import { textKind } from './text.ts'

/** All kinds of input files, in the order in which they are tried: the sure ones first, text last. */
export const kinds: readonly Kind[] = [imageKind, npyKind, npzKind, jsonKind, tableKind, textKind]
