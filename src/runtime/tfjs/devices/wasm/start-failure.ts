import { messageOf } from '../../../../base/errors.ts'

/**
 * Why the backend did not start, in words: tfjs only says that its binary should be served. Fetches and compiles the
 * binary at `url` once more to learn the cause; without a URL, and where that succeeds, the words of `error`.
 */
export async function startFailure(error: unknown, url: string | undefined): Promise<string> {
  if (url === undefined) return messageOf(error)
  const name = url.slice(url.lastIndexOf('/') + 1)
  try {
    const response = await fetch(url)
    if (!response.ok) return `the server answered ${response.status} for ${name}`
    await WebAssembly.compile(await response.arrayBuffer())
    return messageOf(error)
  } catch (cause) {
    return `${name} could not be loaded: ${messageOf(cause)}`
  }
}
