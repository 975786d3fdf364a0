import { once } from './once.ts'

export type Core = typeof import('@tensorflow/tfjs-core')
export type Converter = typeof import('@tensorflow/tfjs-converter')
export type Layers = typeof import('@tensorflow/tfjs-layers')

export const loadCore: () => Promise<Core> = once(() => import('@tensorflow/tfjs-core'))
export const loadConverter: () => Promise<Converter> = once(() => import('@tensorflow/tfjs-converter'))
export const loadLayers: () => Promise<Layers> = once(() => import('@tensorflow/tfjs-layers'))
