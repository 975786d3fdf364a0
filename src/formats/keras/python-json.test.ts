import { expect, it } from 'vitest'
import { PythonFloat } from './layers/tensor.ts'
import { parseConfig } from './python-json.ts'

const parse = (text: string) => parseConfig(new TextEncoder().encode(text), 'config.json')

it('keeps infinities and treats NaN as null', () => {
  expect(parse('{"a": -Infinity, "b": [Infinity, NaN], "c": "NaN"}')).toEqual({
    a: Number.NEGATIVE_INFINITY,
    b: [Number.POSITIVE_INFINITY, null],
    c: 'NaN',
  })
})

it('distinguishes 2.0 from 2 in call arguments only', () => {
  expect(parse('{"rate": 1.0, "inbound_nodes": [{"args": [2.0, 2, 0.5, -1e3, "3.0"]}]}')).toEqual({
    rate: 1,
    inbound_nodes: [{ args: [new PythonFloat(2), 2, 0.5, new PythonFloat(-1000), '3.0'] }],
  })
})

it('reports the position of invalid JSON', () => {
  expect(() => parse('{"inbound_nodes": [}')).toThrow(expect.objectContaining({ code: 'json-invalid' }))
})

it('reads texts of any length', () => {
  const note = `${'a'.repeat(20_000_000)}\\"${'\\\\'.repeat(1000)}`
  expect(parse(`{"note": "${note}", "z": NaN, "infinite": -Infinity}`)).toMatchObject({
    z: null,
    infinite: Number.NEGATIVE_INFINITY,
  })
})
