import type { TensorSpec } from './tensor.ts'

/**
 * What an input of a text model takes: numbers of tokens, 1 for each that is not padding, 0 and 1 for the first and the
 * second text; or, of models with sparse inputs, the positions of the tokens and their numbers.
 */
export type TokenRole = 'ids' | 'mask' | 'types' | 'sparse-positions' | 'sparse-ids'

const roles: readonly (readonly [TokenRole, RegExp])[] = [
  ['types', /(^|[_/])(segment|token_?type|input_?type|type)_?ids?$/i],
  ['mask', /(^|[_/])(input|attention|padding)_?mask$/i],
  ['ids', /(^|[_/])(input|input_?word|token|word)_?(ids?|tokens?)$/i],
]

/** Narrower rows are columns of a table rather than a text. */
const shortestText = 4

/**
 * The inputs of a model that one text fills, by name; empty if there are none. A single input of numbers counts only
 * with a vocabulary beside the model.
 */
export function tokenRoles(inputs: readonly TensorSpec[], hasVocabulary: boolean): ReadonlyMap<string, TokenRole> {
  const numeric = inputs.filter(({ dtype }) => dtype === 'int32' || dtype === 'float32')
  const named = numeric.flatMap((spec): (readonly [string, TokenRole])[] => {
    const name = spec.name.replace(/:\d+$/, '')
    const role = roles.find(([, pattern]) => pattern.test(name))?.[0]
    return role === undefined || !isRow(spec) ? [] : [[spec.name, role]]
  })
  if (named.some(([, role]) => role === 'ids') && (named.length > 1 || hasVocabulary)) return new Map(named)
  if (!hasVocabulary) return new Map()
  const [only] = inputs
  if (inputs.length === 1 && only !== undefined && numeric.length === 1 && isRow(only))
    return new Map([[only.name, 'ids']])
  return sparseRoles(inputs)
}

function isRow({ shape }: TensorSpec): boolean {
  const width = shape?.at(-1)
  return shape?.length === 2 && (width === null || (width ?? 0) >= shortestText)
}

/** `[n, 2]` positions and `[n]` numbers, both whole. */
function sparseRoles(inputs: readonly TensorSpec[]): ReadonlyMap<string, TokenRole> {
  if (inputs.length !== 2 || inputs.some(({ dtype }) => dtype !== 'int32')) return new Map()
  const positions = inputs.find(({ shape }) => shape?.length === 2 && shape[1] === 2)
  const ids = inputs.find(({ shape }) => shape?.length === 1)
  return positions === undefined || ids === undefined
    ? new Map()
    : new Map([
        [positions.name, 'sparse-positions'],
        [ids.name, 'sparse-ids'],
      ])
}
