import { EngineError } from '../../../base/errors.ts'
import type { JsonObject } from '../../shared/json-value.ts'

/** Which Keras wrote a file: the meaning of a config depends on it. */
export interface Dialect {
  /** 1, 2 or 3. */
  readonly major: number
  /** As stated in the file: `3.15.1`, `2.3.0-tf`, `1.2.2`; empty if unstated. */
  readonly version: string
  /** TensorFlow.js layers files follow Keras 2, but rename some options. */
  readonly writer: 'keras' | 'tfjs'
  /** Keras's backend, if the file states it: `tensorflow`, `theano`, `jax`. */
  readonly backend?: string
}

/** A layer's config, read with checks. Raises `model-invalid` with the layer's name, the key and what was found. */
export class Layer {
  constructor(
    readonly className: string,
    /** Python module of the class, if the file states it: `keras.layers`, `keras.src.ops.numpy`; otherwise `null`. */
    readonly module: string | null,
    readonly name: string,
    readonly config: JsonObject,
    readonly dialect: Dialect,
    /** Configs of one Python object share this number; `null` if it occurs once. */
    readonly sharedId: number | null = null,
  ) {}

  /** The first of `keys` with a non-null value in the config. List keys of older Keras versions last. */
  get(...keys: readonly string[]): unknown {
    for (const key of keys) {
      const value = Object.hasOwn(this.config, key) ? this.config[key] : undefined
      if (value !== undefined && value !== null) return value
    }
    return undefined
  }

  number(keys: string | readonly string[], fallback?: number): number {
    return this.read(keys, fallback, 'a number', (value) => (typeof value === 'number' ? value : undefined))
  }

  bool(keys: string | readonly string[], fallback?: boolean): boolean {
    return this.read(keys, fallback, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined))
  }

  string(keys: string | readonly string[], fallback?: string): string {
    return this.read(keys, fallback, 'a text', (value) => (typeof value === 'string' ? value : undefined))
  }

  /** A list of numbers; a single number is repeated `rank` times. */
  numbers(keys: string | readonly string[], rank: number, fallback?: readonly number[]): readonly number[] {
    return this.read(keys, fallback, `${rank} numbers`, (value) => {
      if (typeof value === 'number') return Array.from({ length: rank }, () => value)
      if (!Array.isArray(value) || value.length !== rank) return undefined
      return value.every((item): item is number => typeof item === 'number') ? value : undefined
    })
  }

  /** `channels_first` or `channels_last`, also from the older spellings `th` and `tf`. */
  channelsFirst(): boolean {
    const value = this.get('data_format', 'dim_ordering')
    if (value === undefined || value === 'channels_last' || value === 'tf' || value === 'default') return false
    if (value === 'channels_first' || value === 'th') return true
    throw this.invalid('data_format', 'channels_last or channels_first', value)
  }

  /** An error about this layer. */
  error(message: string, hint = ''): EngineError {
    return new EngineError('model-invalid', `Layer "${this.name}" (${this.className}) ${message}`, hint)
  }

  invalid(key: string, expected: string, found: unknown): EngineError {
    const text = found === undefined ? 'nothing' : JSON.stringify(found).slice(0, 80)
    return this.error(`should have ${expected} as its ${key}; the file says ${text}.`)
  }

  private read<T>(
    keys: string | readonly string[],
    fallback: T | undefined,
    expected: string,
    accept: (value: unknown) => T | undefined,
  ): T {
    const list = typeof keys === 'string' ? [keys] : keys
    const value = this.get(...list)
    const read = value === undefined ? fallback : accept(value)
    if (read === undefined) throw this.invalid(list[0] ?? '', expected, value)
    return read
  }
}
