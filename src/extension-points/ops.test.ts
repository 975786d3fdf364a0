import { describe, expect, it, vi } from 'vitest'
import type { LayerRow } from '../formats/keras/layers/contract.ts'
import { fileOf, input, layer, sequential } from '../formats/keras/model/fixtures/file.ts'
import { kerasModel } from '../formats/keras/model/index.ts'
import { float32 } from '../graph/constant.ts'
import type { InferRow } from '../graph/infer/shape.ts'
import type { DecompositionRow } from '../graph/passes/decompose.ts'
import { ranOn } from '../runtime/tfjs/lowering/fixtures/on-backends.ts'
import type { CustomOp } from '../runtime/tfjs/ops/op.ts'

// Each mock adds one row to the table of a family.
vi.mock(import('../formats/keras/layers/core/regularisation.ts'), async (original) => {
  const row: LayerRow = {
    classes: ['MadeUp'],
    lower: ({ b, layer, x }) => b.op('Mul', [x, b.scalar(layer.number('gain'))]),
  }
  return { regularisationRows: [...(await original()).regularisationRows, row] }
})
vi.mock(import('../runtime/tfjs/lowering/elementwise.ts'), async (original) => {
  const row: DecompositionRow = ['MadeUpRewritten', (_, b, inputs) => [b.op('Neg', inputs)]]
  return { elementwise: [...(await original()).elementwise, row] }
})
vi.mock(import('../runtime/tfjs/ops/bitwise.ts'), async (original) => {
  const execute: CustomOp['execute'] = ({ tf, inputs: [x] }) => (x === undefined ? [] : [tf.mul(x, 2)])
  return { bitwiseOps: [...(await original()).bitwiseOps, { op: 'MadeUpExecuted', asynchronous: false, execute }] }
})
vi.mock(import('../graph/infer/elementwise.ts'), async (original) => {
  const row: InferRow = [['MadeUpRewritten', 'MadeUpExecuted'], (_, inputs) => inputs]
  return { elementwise: [...(await original()).elementwise, row] }
})

describe('one row is enough for', () => {
  it('a Keras layer: known, lowered', async () => {
    const file = fileOf(sequential('m', [input('x', 2), layer('MadeUp', 'twice', { gain: 2 })]))
    const { graph } = await kerasModel(file).toGraph()
    expect([...graph.nodes.values()].map(({ op }) => op)).toContain('Mul')
  })

  it('an op that is rewritten, beside its row of shapes', async () => {
    const [y] = await ranOn('cpu', [float32([1, -2], [2])], (b, inputs) => b.op('MadeUpRewritten', inputs))
    expect(y).toEqual({ dtype: 'float32', shape: [2], data: [-1, 2] })
  })

  it('an op that is executed here, beside its row of shapes', async () => {
    const [y] = await ranOn('cpu', [float32([1, -2], [2])], (b, inputs) => b.op('MadeUpExecuted', inputs))
    expect(y).toEqual({ dtype: 'float32', shape: [2], data: [2, -4] })
  })
})
