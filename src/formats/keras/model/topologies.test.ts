import { describe, expect, it } from 'vitest'
import { expectAgreement } from '../layers/fixtures/sequences/case.ts'
import { ascending, fileOf, functional, input, layer, legacyFileOf, of, sequential } from './fixtures/file.ts'
import { kerasModel } from './index.ts'

it.each([
  'nested_dict_io',
  'nested_three_levels',
  'functional_in_sequential',
  'shared_layer_three_times',
  'siamese_shared_model',
  'shared_embedding_lstm_masks',
  'same_output_twice',
  'output_is_input',
  'constants_in_graph',
])('%s matches TensorFlow', (name) => expectAgreement(`../core/${name}`))

describe('inputs and outputs', () => {
  it('names them by key or by layer, without duplicates', () => {
    const relu = (name: string, from: string) => layer('ReLU', name, {}, [of(from)])
    const layers = [input('b', 2), input('a', 3), relu('r', 'a'), relu('s', 'b')]
    const dicts = kerasModel(
      fileOf(functional('m', layers, { b: ['b', 0, 0], a: ['a', 0, 0] }, { y: ['r', 0, 0], x: ['s', 0, 0] })),
    )
    expect(dicts.signature.inputs.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(dicts.signature.outputs).toEqual([
      { name: 'x', dtype: 'float32', shape: [null, 2] },
      { name: 'y', dtype: 'float32', shape: [null, 3] },
    ])
    const twice = kerasModel(
      fileOf(
        functional(
          'm',
          layers,
          [
            ['a', 0, 0],
            ['b', 0, 0],
          ],
          [
            ['r', 0, 0],
            ['r', 0, 0],
            ['s', 0, 0],
          ],
        ),
      ),
    )
    expect(twice.signature.outputs.map(({ name }) => name)).toEqual(['r', 'r_1', 's'])
  })

  it.each([
    ['batch_input_shape', { batch_input_shape: [null, 4] }],
    ['batch_shape', { batch_shape: [null, 4] }],
    ['input_dim', { input_dim: 4 }],
  ])('reads a Sequential whose first layer has its %s', (_key, shape) => {
    const dense = layer('Dense', 'd', { units: 2, ...shape })
    const { signature } = kerasModel(
      legacyFileOf(sequential('m', [dense]), {
        d: [
          ['d/kernel:0', ascending(4, 2)],
          ['d/bias:0', ascending(2)],
        ],
      }),
    )
    expect(signature.inputs).toEqual([{ name: 'd_input', dtype: 'float32', shape: [null, 4] }])
    expect(signature.outputs).toEqual([{ name: 'd', dtype: 'float32', shape: [null, 2] }])
  })

  it('reads the bare layer list of Keras 1, and requires an input shape', () => {
    const relu = layer('Activation', 'r', { activation: 'relu', batch_input_shape: [null, 4] })
    const file = legacyFileOf({ class_name: 'Sequential', config: [relu] }, {})
    expect(kerasModel(file).signature.inputs[0]?.name).toBe('r_input')
    expect(() => kerasModel(fileOf(sequential('m', [layer('ReLU', 'r')])))).toThrow(/does not state its input shape/)
  })

  it('counts calls of models from 1, as in Keras 1 and 2', () => {
    const inner = functional(
      'inner',
      [input('i', 2), layer('ReLU', 'r', {}, [[['i', 0, 0, {}]]])],
      [['i', 0, 0]],
      [['r', 0, 0]],
    )
    const outer = functional(
      'outer',
      [
        input('x', 2),
        { ...inner, inbound_nodes: [[['x', 0, 0, {}]], [['add', 0, 0, {}]]] },
        layer('Add', 'add', {}, [
          [
            ['inner', 1, 0, {}],
            ['x', 0, 0, {}],
          ],
        ]),
      ],
      [['x', 0, 0]],
      [['inner', 2, 0]],
    )
    expect(kerasModel(legacyFileOf(outer, {})).signature.outputs[0]).toMatchObject({ name: 'inner', shape: [null, 2] })
  })
})

describe('inconsistent topologies', () => {
  const relu = (name: string, from: string) => layer('ReLU', name, {}, [of(from)])
  const model = (...layers: readonly object[]) =>
    fileOf(functional('m', [input('x', 2), ...layers], ['x', 0, 0], ['c', 0, 0]))

  it('names the layers of a cycle', () => {
    expect(() => kerasModel(model(relu('a', 'c'), relu('b', 'a'), relu('c', 'b')))).toThrow(
      expect.objectContaining({ code: 'model-cyclic', message: expect.stringMatching(/"a".*cycle/) }),
    )
  })

  it.each([
    ['a layer that is not there', [relu('c', 'ghost')], /"ghost"/],
    ['a call that never happens', [layer('ReLU', 'c', {}, [of(['x', 3])])], /call 3 of layer "x"/],
    ['an output that is not there', [relu('b', 'x')], /"c"/],
    ['two layers of one name', [relu('c', 'x'), relu('c', 'x')], /same name/],
    ['something that is no layer', [{ class_name: 5 }], /Entry 2/],
  ])('refuses %s', (_what, layers, message) => {
    expect(() => kerasModel(model(...layers))).toThrow(
      expect.objectContaining({ code: 'model-invalid', message: expect.stringMatching(message) }),
    )
  })

  it.each(['c', [['c', 'x', 0]], { y: 7 }, [['c', 0, 0], true]])('refuses the outputs %j', (outputs) => {
    const file = fileOf(functional('m', [input('x', 2), relu('c', 'x')], ['x', 0, 0], outputs))
    expect(() => kerasModel(file)).toThrow(expect.objectContaining({ code: 'model-invalid' }))
  })

  it('refuses layers that are nested too deep', () => {
    let inner: object = layer('ReLU', 'r')
    for (let i = 0; i < 500; i++) inner = sequential(`s${i}`, [inner])
    expect(() => kerasModel(fileOf(inner))).toThrow(expect.objectContaining({ code: 'model-invalid' }))
  })
})
