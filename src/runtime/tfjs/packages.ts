import { once } from '../once.ts'

export type Core = typeof import('@tensorflow/tfjs-core')
export type Converter = typeof import('@tensorflow/tfjs-converter')

export const loadCore: () => Promise<Core> = once(() => import('@tensorflow/tfjs-core'))

export const loadConverter: () => Promise<Converter> = once(() => import('@tensorflow/tfjs-converter'))
