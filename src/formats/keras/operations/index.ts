import type { LayerRow } from '../layers/contract.ts'
import { activationOperations } from './activation.ts'
import { Arguments } from './arguments.ts'
import { binaryRows } from './binary.ts'
import { bitwiseRows } from './bitwise.ts'
import type { OperationRow } from './contract.ts'
import { convolutionOperations } from './convolution.ts'
import { creationRows } from './creation.ts'
import { differenceRows } from './differences.ts'
import { getItemRow } from './get-item.ts'
import { imageRows } from './image.ts'
import { indexingRows } from './indexing.ts'
import { joiningRows } from './joining.ts'
import { linalgRows } from './linalg.ts'
import { normalisationRows } from './normalisation.ts'
import { padRow } from './padding.ts'
import { reductionRows } from './reductions.ts'
import { scatteringRows } from './scattering.ts'
import { selectingRows } from './selecting.ts'
import { shapingRows } from './shaping.ts'
import { sortingRows } from './sorting.ts'
import { unaryRows } from './unary.ts'

/** Every supported function of `keras.ops`, by family. */
export const operationRows: readonly OperationRow[] = [
  ...binaryRows,
  ...bitwiseRows,
  ...unaryRows,
  ...activationOperations,
  ...reductionRows,
  ...shapingRows,
  ...joiningRows,
  ...indexingRows,
  getItemRow,
  ...selectingRows,
  ...scatteringRows,
  padRow,
  ...linalgRows,
  ...differenceRows,
  ...sortingRows,
  ...creationRows,
  ...convolutionOperations,
  ...normalisationRows,
  ...imageRows,
]

// The first row with a name wins: tanh and sigmoid occur in two families.
const byClass = new Map(
  [...operationRows].reverse().flatMap((row) => row.classes.map((name) => [name, layerRow(row)] as const)),
)

/**
 * The row of an operation that a Keras 3 model uses as a layer. `module` distinguishes it from a layer with the same
 * name (`Add`, `Concatenate`); legacy `.h5` files omit it, so pass only names that no layer has.
 */
export function operationRowOf(module: string | null, className: string): LayerRow | null {
  if (module !== null && !/(^|\.)ops(\.|$)/.test(module)) return null
  return byClass.get(className) ?? null
}

function layerRow(row: OperationRow): LayerRow {
  return { classes: row.classes, lower: (call) => row.lower(new Arguments(call, row.parameters)) }
}
