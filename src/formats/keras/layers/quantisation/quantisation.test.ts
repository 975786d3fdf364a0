import { expect, it } from 'vitest'
import { float32 } from '../../../../graph/constant.ts'
import { ascending, input, layer, legacyFileOf, sequential } from '../../model/fixtures/file.ts'
import { kerasModel } from '../../model/index.ts'
import { fakeQuantised } from './fake-quantised.ts'

const scheme = (className: string) => ({
  class_name: className,
  config: { weight_attrs: ['kernel'], activation_attrs: ['activation'], quantize_output: false },
})

function wrapped(className: string, activation: string) {
  const inner = layer('Dense', 'dense', { units: 2, activation })
  const wrapper = layer('QuantizeWrapperV2', 'quant_dense', { layer: inner, quantize_config: scheme(className) })
  const weights = {
    quant_dense: [['dense/kernel:0', ascending(3, 2)] as const, ['dense/bias:0', ascending(2)] as const],
  }
  return () => kerasModel(legacyFileOf(sequential('m', [input('x', 3), wrapper]), weights))
}

it('names the ranges that a file lacks', () => {
  expect(wrapped('Default8BitQuantizeConfig', 'relu')).toThrow(
    expect.objectContaining({
      code: 'weight-missing',
      message: expect.stringMatching(/kernel_min.*kernel_max.*post_activation_min.*post_activation_max/),
    }),
  )
})

it.each([
  ['a scheme of its own', 'MyQuantizeConfig', 'relu', /MyQuantizeConfig, which is not one of the 8-bit schemes/],
  ['an activation that is not quantised', 'Default8BitQuantizeConfig', 'selu', /quantises the activation selu/],
])('refuses %s', (_what, config, activation, message) => {
  expect(wrapped(config, activation)).toThrow(message)
})

it('rounds a weight to the levels of its range, per channel', () => {
  const weight = float32([0.26, 5, -1, -0.4], [2, 2])
  const { data } = fakeQuantised(weight, float32([-1, -2]), float32([1, 2]), 3)
  expect(Array.from(data ?? [], Number)).toEqual([expect.closeTo(1 / 3), 2, -1, expect.closeTo(-2 / 3)])
})
