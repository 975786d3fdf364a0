import { opDefOf } from '../../../graph/op-defs.ts'
import table from './op-outputs.json' with { type: 'json' }

/** An output's name, and the attribute with the number of its values or the list of their types; `null` for one value. */
export type Output = readonly [name: string, attribute: string | null]

const outputs = new Map(Object.entries(table))

/** The table omits ops with one output of this name, and those that `opDefOf` describes completely. */
const usual: readonly Output[] = [['output', null]]

/** The outputs of any op of TensorFlow 2.21. */
export function outputsOf(op: string): readonly Output[] {
  const stated = outputs.get(op)
  if (stated !== undefined) return stated.split(' ').map(parsed)
  return opDefOf(op)?.outputs.map((name) => [name, null] as const) ?? usual
}

function parsed(output: string): Output {
  const [name = '', attribute] = output.split(/[*@]/)
  return [name, attribute ?? null]
}
