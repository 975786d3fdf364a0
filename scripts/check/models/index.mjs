import { join } from 'node:path'
import { sample } from '../../random.mjs'
import { flag, names, readArguments, sampleOptions, someOf } from '../options.mjs'
import { openSite } from '../site.mjs'
import { brokenCases, smallFolders } from './cases.mjs'
import { checkBroken, checkFolder } from './check-folder.mjs'
import { listFolders, stage } from './folders.mjs'
import { modelsReport } from './report.mjs'

const usage = `npm run check:models -- FOLDER [options]

Drops every model of a folder on the built page in Chromium, runs a ramp and a real input, and compares with reference
outputs. FOLDER holds a folder for each model, each with an expected.json, and _inputs. Exits with 1 on any mismatch.

  --backend wasm,cpu   backends to check: wasm, cpu, webgl, webgpu; the last two run only the small models
  --only NAME,…        folders whose name contains one of these
  --sample N --seed S  N random folders, chosen by the seed (1)
  --json               the rows as JSON`

const backends = ['wasm', 'cpu', 'webgl', 'webgpu']
const options = await readArguments(usage, {
  backend: someOf(backends, ['wasm', 'cpu']),
  only: names,
  json: flag,
  ...sampleOptions,
})

const listed = await listFolders(options.folder)
const named = listed.filter(({ name }) => options.only?.some((part) => name.includes(part)) ?? true)
const folders = sample(named, options.sample, options.seed)
const report = modelsReport(options)
for (const backend of options.backend) {
  const small = backend === 'webgl' || backend === 'webgpu'
  const site = await openSite()
  for (const folder of folders) {
    const broken = Object.hasOwn(brokenCases, folder.name)
    if (broken ? backend !== options.backend[0] : small && !smallFolders.includes(folder.name)) continue
    const { path, remove } = await stage(folder)
    const place = { site, inputs: join(options.folder, '_inputs'), folder, path }
    try {
      for await (const row of broken ? checkBroken(place) : checkFolder(place, backend)) report.add(row)
    } finally {
      await remove()
    }
  }
  await site.close()
}
process.exitCode = report.end()
