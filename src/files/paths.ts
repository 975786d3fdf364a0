/** Last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The folder of a path, without a slash at the end; empty at the root. */
export function dirName(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

export function joinPath(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/')
}

/** Control characters, and the slash of Windows, have no place in a name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u001f\u007f]/g

/**
 * A name as someone else wrote it, made into a path inside the drop: `/` between the parts, no `..`, no `.`, no root and
 * no drive. Nothing is resolved against a real folder, so a hostile name is only an odd name.
 */
export function safePath(name: string): string {
  const parts = name
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => part.replace(controls, '_').trim())
    .filter((part) => part !== '' && part !== '.' && part !== '..')
  if (/^[a-z]:$/i.test(parts[0] ?? '')) parts.shift()
  return parts.join('/') || 'unnamed'
}

/** A path written inside a file (a manifest), relative to that file's folder; `..` goes up, but never out of the drop. */
export function resolvePath(folder: string, name: string): string {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of name.replaceAll('\\', '/').split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

const junkFolders = new Set([
  '__MACOSX',
  '.git',
  '.svn',
  '.hg',
  '__pycache__',
  '.ipynb_checkpoints',
  '.Spotlight-V100',
  '.Trashes',
  '.fseventsd',
])
const junkFiles = new Set([
  '.ds_store',
  'thumbs.db',
  'desktop.ini',
  '.directory',
  '.gitattributes',
  '.gitignore',
  '.gitkeep',
])

/** Files that operating systems and tools leave behind: `.DS_Store`, `__MACOSX/…`, `._name`. */
export function isJunk(path: string): boolean {
  const parts = path.split('/')
  const name = parts.pop() ?? ''
  return junkFiles.has(name.toLowerCase()) || name.startsWith('._') || parts.some((part) => junkFolders.has(part))
}
