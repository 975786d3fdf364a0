/** What separates the parts of a name, such as of a file. */
const separators = /[\s,/\\_-]/

/** Names without the parts at their beginning that all of them share, for columns without room for whole names. */
export function shortNames(names: readonly string[]): readonly string[] {
  const [first = '', ...others] = names
  let shared = 0
  for (let at = 0; at < first.length && others.every((name) => name[at] === first[at]); at++)
    if (separators.test(first[at] as string)) shared = at + 1
  return others.length === 0 ? names : names.map((name) => name.slice(shared) || name)
}
