import { EngineError } from '../../../base/errors.ts'
import type { UnknownLayer } from './nodes.ts'

/**
 * Raises `lambda-layer`, `custom-layer` or `unknown-layer` naming every unsupported layer; does nothing if there are
 * none.
 */
export function refuseUnknown(unknown: readonly UnknownLayer[], path: string): void {
  const of = (kind: UnknownLayer['kind']) => unknown.filter((one) => one.kind === kind)
  const lambdas = of('lambda')
  const custom = of('custom')
  const others = of('unknown')
  const also = (list: readonly UnknownLayer[], what: string) => (list.length === 0 ? '' : ` ${what}: ${listed(list)}.`)
  if (lambdas.length > 0) {
    throw new EngineError(
      'lambda-layer',
      `${path} has ${lambdas.length === 1 ? 'a Lambda layer' : `${lambdas.length} Lambda layers`} (${names(lambdas)}): Python code stored in the file, which is never run here.${also(custom, 'It also has custom layers')}${also(others, 'It also has unknown layers')}`,
      'Replace the Lambda with Keras layers or operations (keras.ops), or export the model with model.export(): a SavedModel stores such code as plain operations.',
    )
  }
  if (custom.length > 0) {
    throw new EngineError(
      'custom-layer',
      `${path} has custom layers, whose code is not in the file: ${listed(custom)}.${also(others, 'It also has unknown layers')}`,
      'Export the model with model.export(): a SavedModel stores custom layers as plain operations.',
    )
  }
  if (others.length === 0) return
  throw new EngineError(
    'unknown-layer',
    `${path} has layers that are unknown or not supported: ${listed(others)}.`,
    'If they are custom layers, export the model with model.export(): a SavedModel stores them as plain operations.',
  )
}

/** `MyBlock ("block", "block_1"); Other ("other")`. */
function listed(list: readonly UnknownLayer[]): string {
  const byClass = new Map<string, UnknownLayer[]>()
  for (const one of list) byClass.set(one.layer.className, [...(byClass.get(one.layer.className) ?? []), one])
  return [...byClass].map(([className, layers]) => `${className} (${names(layers)}${moduleOf(layers)})`).join('; ')
}

/** The module that a KerasLayer of TensorFlow Hub loads. */
function moduleOf(layers: readonly UnknownLayer[]): string {
  const handle = layers.find(({ layer }) => layer.className === 'KerasLayer')?.layer.get('handle')
  return typeof handle === 'string' ? `, the module ${handle.slice(0, 120)} of TensorFlow Hub` : ''
}

const shown = 4

function names(list: readonly UnknownLayer[]): string {
  const some = list.slice(0, shown).map(({ layer }) => `"${layer.name}"`)
  const more = list.length - some.length
  return more > 0 ? `${some.join(', ')} and ${more} more` : some.join(', ')
}
