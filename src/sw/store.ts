import type { AppFile } from './messages.ts'

const hashHeader = 'X-Content-Hash'

/** Downloads at once while storing in the background: few, so that the page's own work goes first. */
const concurrency = 2

/** The app's files of one version in the browser's cache, and the way they get there. */
export class Store {
  private readonly cacheName: string
  private readonly byUrl: ReadonlyMap<string, AppFile>
  private completion: Promise<void> | null = null

  /**
   * @param scope URL of the folder that the app is served from, with `/` at the end
   * @param headers to serve every file with
   */
  constructor(
    private readonly prefix: string,
    version: string,
    private readonly scope: string,
    files: readonly AppFile[],
    private readonly headers: Readonly<Record<string, string>>,
  ) {
    this.cacheName = `${prefix}${version}`
    this.byUrl = new Map(files.map((file) => [new URL(file.path, scope).href, file]))
  }

  /** The file that a URL names, whatever its query; the folder itself is its index.html. */
  find(url: string): AppFile | null {
    const { origin, pathname } = new URL(url)
    const plain = origin + pathname
    return this.byUrl.get(plain === this.scope ? `${plain}index.html` : plain) ?? null
  }

  async read(file: AppFile): Promise<Response | null> {
    const cache = await caches.open(this.cacheName)
    return (await cache.match(this.urlOf(file))) ?? null
  }

  /**
   * Fetches a file and stores it with the headers it is to be served with; takes it from an older version's cache when
   * its content is the same. Raises a `TypeError` when the network fails or the content is not what the build listed.
   */
  async add(file: AppFile): Promise<Response> {
    const cache = await caches.open(this.cacheName)
    const url = this.urlOf(file)
    const stored = await caches.match(url)
    const same = stored?.headers.get(hashHeader) === file.hash ? stored : null
    // `integrity` refuses a file of another version, so that a half-finished deployment is never stored. Files under
    // assets/ have their hash in their name: what the page has just loaded need not be asked for again.
    const freshness = file.path.startsWith('assets/') ? 'default' : 'no-cache'
    const found = same ?? (await fetch(url, { cache: freshness, integrity: file.hash }))
    if (!found.ok) throw new TypeError(`${file.path}: the server answered ${found.status}`)
    const response = new Response(await found.blob(), {
      headers: { ...headersOf(found), ...this.headers, [hashHeader]: file.hash },
    })
    await cache.put(url, response.clone())
    return response
  }

  async addGroup(group: AppFile['group']): Promise<void> {
    const waiting = [...this.byUrl.values()].filter((file) => file.group === group)
    const next = async (): Promise<void> => {
      for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
        if ((await this.read(file)) === null) await this.add(file)
      }
    }
    await Promise.all(Array.from({ length: concurrency }, next))
  }

  /** Stores everything; several callers share one attempt, and a failed one is forgotten. */
  complete(): Promise<void> {
    this.completion ??= (async () => {
      await this.addGroup('shell')
      await this.addGroup('app')
      await this.addGroup('sample')
    })().catch((error: unknown) => {
      this.completion = null
      throw error
    })
    return this.completion
  }

  async isComplete(): Promise<boolean> {
    const cache = await caches.open(this.cacheName)
    const stored = new Set((await cache.keys()).map((request) => request.url))
    return [...this.byUrl.keys()].every((url) => stored.has(url))
  }

  async deleteOthers(): Promise<void> {
    const names = await caches.keys()
    await Promise.all(
      names
        .filter((name) => name.startsWith(this.prefix) && name !== this.cacheName)
        .map((name) => caches.delete(name)),
    )
  }

  private urlOf(file: AppFile): string {
    return new URL(file.path, this.scope).href
  }
}

/** What is worth keeping of a server's headers: the body is stored decoded, so its length and encoding are not. */
function headersOf(response: Response): Record<string, string> {
  const type = response.headers.get('Content-Type')
  return type === null ? {} : { 'Content-Type': type }
}
