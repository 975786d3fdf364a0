type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

interface Schema {
  readonly [key: string]: unknown
}

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

/**
 * Validates a value against a JSON Schema, one line per violation, for tests. Supports exactly the keywords used in
 * `docs/result.schema.json` and raises on any other.
 */
export function violations(value: Json, schema: Schema, path = '$', root: Schema = schema): readonly string[] {
  const found: string[] = []
  for (const [word, rule] of Object.entries(schema)) {
    const check = checks[word]
    if (check === undefined) throw new Error(`the schema uses ${word}, which this check does not know`)
    found.push(...check(value, rule, path, root))
  }
  return found
}

type Check = (value: Json, rule: unknown, path: string, root: Schema) => readonly string[]

const nothing: Check = () => []

const checks: Readonly<Record<string, Check>> = {
  $schema: nothing,
  $id: nothing,
  $defs: nothing,
  title: nothing,
  description: nothing,
  $ref: (value, rule, path, root) =>
    violations(
      value,
      (root.$defs as Record<string, Schema>)[String(rule).replace('#/$defs/', '')] ?? { unknown: rule },
      path,
      root,
    ),
  type: (value, rule, path) => {
    const types = Array.isArray(rule) ? rule : [rule]
    const fits = types.some((type) => (type === 'integer' ? Number.isInteger(value) : type === typeOf(value)))
    return fits ? [] : [`${path}: ${types.join(' or ')} expected, ${typeOf(value)} found`]
  },
  const: (value, rule, path) => (value === rule ? [] : [`${path}: ${String(rule)} expected`]),
  enum: (value, rule, path) =>
    (rule as readonly unknown[]).includes(value) ? [] : [`${path}: ${String(value)} is none of the allowed values`],
  required: (value, rule, path) =>
    (rule as readonly string[])
      .filter((key) => typeOf(value) === 'object' && !Object.hasOwn(value as object, key))
      .map((key) => `${path}.${key} is missing`),
  properties: (value, rule, path, root) =>
    Object.entries(rule as Record<string, Schema>).flatMap(([key, schema]) => {
      const item = typeOf(value) === 'object' ? (value as Record<string, Json>)[key] : undefined
      return item === undefined ? [] : violations(item, schema, `${path}.${key}`, root)
    }),
  additionalProperties: (value, rule, path, root) =>
    typeof rule === 'object'
      ? Object.entries(value as Record<string, Json>).flatMap(([key, item]) =>
          violations(item, rule as Schema, `${path}.${key}`, root),
        )
      : [],
  items: (value, rule, path, root) =>
    Array.isArray(value)
      ? value.flatMap((item: Json, i) => violations(item, rule as Schema, `${path}[${i}]`, root))
      : [],
  anyOf: (value, rule, path, root) =>
    (rule as readonly Schema[]).some((schema) => violations(value, schema, path, root).length === 0)
      ? []
      : [`${path}: fits none of the alternatives`],
}
