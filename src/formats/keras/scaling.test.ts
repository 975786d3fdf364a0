import { expect, it } from 'vitest'
import { float32 } from '../../graph/constant.ts'
import { fileOf, functional, input, layer, sequential } from './model/fixtures/file.ts'
import { kerasModel } from './model/index.ts'
import { scalingOf } from './scaling.ts'

const tensor = (name: string) => ({ class_name: '__keras_tensor__', config: { keras_history: [name, 0, 0] } })
const operation = (className: string, name: string, from: string, by: number) => ({
  module: 'keras.src.ops.numpy',
  class_name: className,
  name,
  config: { name },
  inbound_nodes: [{ args: [tensor(from), by], kwargs: {} }],
})

it('finds scaling by operators in a model', async () => {
  const layers = [input('x', 8, 8, 3), operation('TrueDivide', 'd', 'x', 127.5), operation('Subtract', 's', 'd', 1)]
  const found = await scalingOf(kerasModel(fileOf(functional('m', layers, ['x', 0, 0], ['s', 0, 0]))))
  expect(found).toMatchObject({ scaling: { scale: 'none' }, scalesInside: true })
})

it('finds scaling by a Rescaling layer, and none without one', async () => {
  const of = (...layers: readonly object[]) =>
    scalingOf(kerasModel(fileOf(sequential('m', [input('x', 8, 8, 3), ...layers]), { none: float32([]) })))
  expect(await of(layer('Rescaling', 's', { scale: 1 / 255 }))).toMatchObject({ scaling: { source: 'layer s' } })
  expect(await of(layer('ReLU', 'r'))).toEqual({})
})
