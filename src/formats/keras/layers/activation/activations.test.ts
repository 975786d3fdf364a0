import { describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../../../graph/builder.ts'
import { Layer } from '../layer.ts'
import { activate } from './activations.ts'

function opsOf(spec: unknown, major = 3): readonly string[] {
  const b = new GraphBuilder()
  const x = b.input('x', 'float32', [null, 4])
  const layer = new Layer('Dense', null, 'out', {}, { major, version: '', writer: 'keras' })
  activate(b, x, spec, layer)
  const skipped = ['Placeholder', 'Const']
  return [...b.build().nodes.values()].flatMap(({ op }) => (skipped.includes(op) ? [] : [op]))
}

describe('activate', () => {
  it('leaves a linear layer alone', () => {
    expect(opsOf(null)).toEqual([])
    expect(opsOf('linear')).toEqual([])
  })

  it('computes hard_sigmoid as in the Keras version that wrote the file', () => {
    expect(opsOf('hard_sigmoid', 3)).toEqual(['AddV2', 'Relu6', 'Mul'])
    expect(opsOf('hard_sigmoid', 2)).toEqual(['Mul', 'AddV2', 'Maximum', 'Minimum'])
    expect(opsOf('hardSigmoid', 2)).toEqual(['Mul', 'AddV2', 'Maximum', 'Minimum'])
  })

  it('takes layers and registered functions as activations', () => {
    expect(opsOf({ class_name: 'LeakyReLU', config: { negative_slope: 0.1 } })).toEqual(['LeakyRelu'])
    expect(opsOf({ class_name: 'ReLU', config: { max_value: 6 } })).toEqual(['Relu6'])
    expect(opsOf({ class_name: 'function', config: 'relu', module: 'builtins' })).toEqual(['Relu'])
    expect(opsOf({ class_name: 'Activation', config: { activation: 'tanh' } })).toEqual(['Tanh'])
  })

  it('names an unknown activation', () => {
    expect(() => opsOf('my_activation')).toThrow(/Layer "out" \(Dense\) uses the activation "my_activation"/)
    expect(() => opsOf('constructor')).toThrow(/"constructor"/)
  })
})
