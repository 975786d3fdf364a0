/**
 * Converts a class name to its form in Keras 3 weight paths: `Conv2D` → `conv2d`, `PReLU` → `p_re_lu`
 * (`keras.src.utils.naming.to_snake_case`).
 */
export function snakeCase(className: string): string {
  return (pythonNames.get(className) ?? className)
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}

/** Classes exported under a different name. */
const pythonNames: ReadonlyMap<string, string> = new Map([['GroupQueryAttention', 'GroupedQueryAttention']])

/** Paths of the members of a list of layers: `cells/gru_cell`, `cells/gru_cell_1`; numbered per class, in order. */
export function memberPaths(container: string, classNames: readonly string[]): readonly string[] {
  const used = new Map<string, number>()
  const names = new Map([...new Set(classNames)].map((className) => [className, snakeCase(className)] as const))
  return classNames.map((className) => {
    const name = names.get(className) ?? ''
    const before = used.get(name)
    used.set(name, (before ?? -1) + 1)
    return `${container}/${before === undefined ? name : `${name}_${before + 1}`}`
  })
}
