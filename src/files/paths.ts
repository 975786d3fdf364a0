/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The folder of a path, without a trailing slash; empty at the root. */
export function dirName(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

export function joinPath(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/')
}

/** Characters not allowed in a name: control characters and the backslash. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u001f\u007f]/g

/** The most characters of a name in the file systems of today; an archive could state 65,535. */
const longestName = 255
/** Folders of a path that are kept, from the innermost. */
const mostParts = 100

/**
 * Makes a safe path inside the drop from an untrusted name: parts separated by `/`, no `..`, no `.`, no root, no drive,
 * and no longer names than file systems have.
 * Paths never reach a real file system, so a hostile name is only an odd name.
 */
export function safePath(name: string): string {
  const parts = name
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => part.replace(controls, '_').trim())
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map((part) => (part.length > longestName ? `${part.slice(0, 200)}…${part.slice(200 - longestName + 1)}` : part))
    .slice(-mostParts)
  if (/^[a-z]:$/i.test(parts[0] ?? '')) parts.shift()
  return parts.join('/') || 'unnamed'
}

/** Resolves a path from a file (a manifest) against that file's folder; `..` goes up, but not out of the drop. */
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

/** Folders of dependencies and of tools inside a project: `node_modules`, `.github`, `.venv`. */
function isToolFolder(folder: string): boolean {
  return folder === 'node_modules' || folder === 'site-packages' || folder.startsWith('.')
}

/**
 * Files left by operating systems and tools: `.DS_Store`, `__MACOSX/…`, `._name`; inside a folder also its dotfiles and
 * dependencies. A file or folder that was itself dropped is kept, even `.keras`.
 */
export function isJunk(path: string): boolean {
  const parts = path.split('/')
  const name = parts.pop() ?? ''
  if (junkFiles.has(name.toLowerCase()) || name.startsWith('._') || parts.some((part) => junkFolders.has(part)))
    return true
  return parts.length > 0 && (name.startsWith('.') || parts.some((part, i) => i > 0 && isToolFolder(part)))
}
