import { EngineError } from '../../base/errors.ts'
import type { Core } from '../packages.ts'
import { allLayers, type LayerNode } from './topology.ts'

/** Raises `unknown-layer` with every class that tfjs-layers has not registered, and the layers that are of it. */
export function checkClasses(tf: Core, model: LayerNode): void {
  const known = tf.serialization.SerializationMap.getMap().classNameMap
  const unknown = new Map<string, string[]>()
  for (const { className, name } of allLayers(model)) {
    if (Object.hasOwn(known, className)) continue
    unknown.set(className, [...(unknown.get(className) ?? []), name])
  }
  if (unknown.size === 0) return
  const list = [...unknown].map(([className, names]) => `${className} (${namesOf(names)})`).join('; ')
  throw new EngineError(
    'unknown-layer',
    `The model has layers of ${unknown.size === 1 ? 'a class' : `${unknown.size} classes`} that TensorFlow.js 4.22 does not know: ${list}.`,
    'Custom layers are code and are not in the file. Export the model as a SavedModel and convert that into a graph model; the layers become plain operations.',
  )
}

const shownNames = 3

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, shownNames).map((name) => `"${name}"`)
  const more = names.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}
