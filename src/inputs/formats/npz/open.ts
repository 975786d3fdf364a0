import { EngineError } from '../../../base/errors.ts'
import { formatCount } from '../../../base/format.ts'
import { formatShape } from '../../../base/tensor.ts'
import { choiceOf } from '../../../base/values.ts'
import { Budget } from '../../../files/limits.ts'
import type { TreeFile, ZipEntry } from '../../../files/tree.ts'
import { zipEntrySource } from '../../../files/zip.ts'
import { listZip } from '../../../files/zip-directory.ts'
import type { OpenInput } from '../../input-format.ts'
import type { Job } from '../../job.ts'
import { defaultMember, memberField, memberReason } from '../../members.ts'
import { type Npy, parseNpy } from '../../npy/parse.ts'

export const open: OpenInput = async (file, job) => {
  const entries = await arraysOf(file, job)
  const names = [...entries.keys()]
  const arrays = new Map<string, Npy>()
  return {
    source: `NumPy archive, ${formatCount(names.length, 'array')}`,
    auto: () => {
      const member = defaultMember(names, job.spec.name)
      return { values: { member }, reason: memberReason(member, names, job.spec.name) }
    },
    fields: (values) => memberField(names, values),
    inputValue: async (values) => {
      const member = choiceOf(values, 'member')
      const array = await readArray(file, entries.get(member), member, job)
      arrays.set(member, array)
      return array.tensor
    },
    summary: (values) => {
      const array = arrays.get(choiceOf(values, 'member'))
      return `${choiceOf(values, 'member')}${array === undefined ? '' : `, ${array.dtype} ${formatShape(array.tensor.shape)}`}`
    },
  }
}

async function arraysOf(file: TreeFile, job: Job): Promise<ReadonlyMap<string, ZipEntry>> {
  const entries = file.zip?.entries ?? (await listZip(file.source, file.path, job.signal))
  const arrays = entries.filter(({ name }) => name.endsWith('.npy'))
  if (arrays.length === 0)
    throw new EngineError(
      'input-unreadable',
      `${file.path} contains no NumPy array.`,
      'Save it again with numpy.savez.',
    )
  return new Map(arrays.map((entry) => [entry.name.slice(0, -'.npy'.length), entry]))
}

async function readArray(file: TreeFile, entry: ZipEntry | undefined, member: string, job: Job): Promise<Npy> {
  const path = `${file.path}/${member}.npy`
  if (entry === undefined)
    throw new EngineError('input-unreadable', `${file.path} contains no array named "${member}".`)
  if (entry.encrypted || (entry.method !== 0 && entry.method !== 8)) {
    throw new EngineError(
      'input-unreadable',
      `${path} is encrypted or compressed in a way that NumPy does not use.`,
      'Save it again with numpy.savez.',
    )
  }
  const source = zipEntrySource(file.source, entry, path, new Budget())
  return parseNpy(await source.read(0, source.size, job.signal), path)
}
