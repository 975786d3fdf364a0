import { expect, it } from 'vitest'
import { declareScriptDir, withThreadScripts } from './wasm-threads.ts'

it('declares the variable that a minifier has cut loose, whatever its name', () => {
  const minified =
    'var WasmBackendModuleThreadedSimd = function(t){e&&(v=e);w.postMessage({urlOrBlob:s.mainScriptUrlOrBlob||e})}'
  expect(declareScriptDir(minified)).toBe(`var e;${minified}`)
  const source =
    'var WasmBackendModuleThreadedSimd = function(M){w.postMessage({"urlOrBlob":Module["mainScriptUrlOrBlob"]||_scriptDir})}'
  expect(declareScriptDir(source)).toBe(`var _scriptDir;${source}`)
})

it('mends only scripts for threads, and only while they are made', async () => {
  const script = 'var WasmBackendModuleThreadedSimd = function(){x.mainScriptUrlOrBlob||q}'
  const [own, other] = await withThreadScripts(async () => [new Blob([script]), new Blob(['text'])])
  expect(await own?.text()).toBe(`var q;${script}`)
  expect(await other?.text()).toBe('text')
  expect(await new Blob([script]).text()).toBe(script)
})
