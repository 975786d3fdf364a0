import { expect, it } from 'vitest'
import { stage } from '../base/ledger.ts'
import { composedTexts } from './composed-texts.ts'

it('finds text in place of a code, at any depth', () => {
  const compile = stage('compile', { code: 'failed', message: 'the driver says no' })
  expect(composedTexts([compile])).toEqual([])
  const outputs = [{ name: 'my output', shape: [1, 3], dtype: 'float32' as const, read: 'as three scores' }]
  expect(composedTexts([compile, stage('readback', { outputs })])).toEqual(['readback.read: as three scores'])
})
