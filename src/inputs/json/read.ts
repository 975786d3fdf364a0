import { readJson, readText } from '../../files/read.ts'
import type { TreeFile } from '../../files/tree.ts'

/**
 * The content of a JSON file, or of JSON Lines (one value on each line) as a list. Raises `json-invalid` with line and
 * column, `json-too-large`, `file-empty`, `file-unreadable`, `cancelled`.
 */
export async function readContent(file: TreeFile, signal?: AbortSignal): Promise<unknown> {
  try {
    return await readJson(file, undefined, signal)
  } catch (error) {
    const rows = linesOf(await readText(file, undefined, signal))
    if (rows === null) throw error
    return rows
  }
}

function linesOf(text: string): readonly unknown[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.length < 2) return null
  try {
    return lines.map((line) => JSON.parse(line) as unknown)
  } catch {
    return null
  }
}
