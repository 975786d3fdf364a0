import { expect, it } from 'vitest'
import { philox } from './philox.ts'

it('reproduces the known answers of the Random123 library', () => {
  expect(philox({ key: [0, 0], counter: [0, 0, 0, 0] })).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8])
  const ones = 0xffffffff
  expect(philox({ key: [ones, ones], counter: [ones, ones, ones, ones] })).toEqual([
    0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
  ])
})
