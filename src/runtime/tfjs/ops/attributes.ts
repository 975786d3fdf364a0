/** A node's attributes as stored in the GraphDef; tfjs-converter's own accessors lower-case all strings. */
export class OpAttributes {
  readonly #raw: Readonly<Record<string, unknown>>

  constructor(raw: unknown) {
    this.#raw = typeof raw === 'object' && raw !== null ? (raw as Readonly<Record<string, unknown>>) : {}
  }

  text(key: string, fallback = ''): string {
    const value = this.#field(key, 's')
    return typeof value === 'string' ? decoded(value) : fallback
  }

  texts(key: string): readonly string[] {
    return this.#list(key, 's').map((value) => decoded(String(value)))
  }

  number(key: string, fallback = 0): number {
    const value = this.#field(key, 'i') ?? this.#field(key, 'f')
    return value === undefined ? fallback : Number(value)
  }

  numbers(key: string): readonly number[] {
    const whole = this.#list(key, 'i')
    return (whole.length > 0 ? whole : this.#list(key, 'f')).map(Number)
  }

  flag(key: string, fallback = false): boolean {
    const value = this.#field(key, 'b')
    return typeof value === 'boolean' ? value : fallback
  }

  /** `DT_FLOAT` and so on; empty if absent. */
  type(key: string): string {
    return String(this.#field(key, 'type') ?? '')
  }

  #field(key: string, kind: string): unknown {
    const attribute = Object.hasOwn(this.#raw, key) ? this.#raw[key] : undefined
    if (typeof attribute !== 'object' || attribute === null) return undefined
    return (attribute as Readonly<Record<string, unknown>>)[kind]
  }

  #list(key: string, kind: string): readonly unknown[] {
    const list = this.#field(key, 'list')
    const values = typeof list === 'object' && list !== null ? (list as Readonly<Record<string, unknown>>)[kind] : []
    return Array.isArray(values) ? values : []
  }
}

function decoded(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))
}
