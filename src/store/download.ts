import { visible } from '../base/visible.ts'

/** A browser may still be reading the file when the click returns, ms. */
const downloadTime = 60_000

/** Saves a file through the browser. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = visible(name)
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), downloadTime)
}
