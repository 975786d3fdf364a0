import { messageOf } from '../../../../base/errors.ts'

/**
 * Why the backend did not start; tfjs only suggests that its binary be served. Fetches and compiles the binary at `url`
 * again to find the cause; without a URL, or if that succeeds, returns the message of `error`.
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
