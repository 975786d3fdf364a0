import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findChromium } from '../find-chromium.mjs'
import { root } from '../run.mjs'

/** Dawn, the WebGPU of Chromium, for Node: 130 MB, so it is installed when it is first needed. */
const version = '0.6.2'
const driver = 'vk_swiftshader_icd.json'
const installed = join(root, 'node_modules/.cache/webgpu')

/** Node's scope with WebGPU, as in a browser's worker; to be called before TensorFlow.js is loaded. Raises an error if there is no device. */
export async function provideWebGpu() {
  const entry = join(installed, 'node_modules/webgpu/index.js')
  if (!existsSync(entry)) {
    mkdirSync(installed, { recursive: true })
    console.error(`Installing webgpu ${version} (130 MB) …`)
    const { status } = spawnSync('npm', ['install', '--no-save', '--prefix', installed, `webgpu@${version}`], {
      stdio: 'ignore',
    })
    if (status !== 0) throw new Error(`npm install webgpu@${version} failed`)
  }
  await chooseDriver()
  const { create, globals } = await import(pathToFileURL(entry).href)
  Object.assign(globalThis, globals, { WorkerGlobalScope: class {} })
  const gpu = create([])
  if ((await gpu.requestAdapter()) === null)
    throw new Error('Dawn found neither a GPU nor the software driver of Chromium')
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'Node' }, configurable: true })
}

/**
 * Without a GPU, Chromium's own software driver is used. The loader of Vulkan beside it is found only by a process that
 * starts with its folder in the environment, so this one starts itself again.
 */
async function chooseDriver() {
  process.env.XDG_RUNTIME_DIR ??= tmpdir()
  if (process.env.VK_ICD_FILENAMES !== undefined || existsSync('/dev/dri') || process.platform !== 'linux') return
  const chromium = await findChromium()
  const folders = chromium === null ? [] : [dirname(chromium), '/usr/lib/chromium', '/usr/lib/chromium-browser']
  const folder = folders.find((path) => existsSync(join(path, driver)))
  if (folder === undefined) return
  const env = { ...process.env, VK_ICD_FILENAMES: join(folder, driver), LD_LIBRARY_PATH: folder }
  const { status } = spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env,
  })
  process.exit(status ?? 1)
}
