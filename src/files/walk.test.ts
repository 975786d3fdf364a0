import { describe, expect, it } from 'vitest'
import type { LateFile } from '../base/drop.ts'
import { collect, collectList } from './walk.ts'

/** Plain objects for the drag-and-drop interfaces, which Node lacks. */
function fileEntry(name: string): FileSystemEntry {
  return {
    name,
    isFile: true,
    isDirectory: false,
    file: (done: (file: File) => void) => done(new File(['x'], name)),
  } as unknown as FileSystemEntry
}

function folderEntry(name: string, children: readonly FileSystemEntry[], batch = 2): FileSystemEntry {
  const createReader = () => {
    let at = 0
    return {
      readEntries: (done: (entries: readonly FileSystemEntry[]) => void) => {
        at += batch
        done(children.slice(at - batch, at))
      },
    }
  }
  return { name, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry
}

function transferOf(entries: readonly (FileSystemEntry | File)[]): DataTransfer {
  const items = entries.map((entry) => ({
    kind: 'file',
    webkitGetAsEntry: () => (entry instanceof File ? null : entry),
    getAsFile: () => (entry instanceof File ? entry : null),
  }))
  return { items: [{ kind: 'string' }, ...items], files: [] } as unknown as DataTransfer
}

describe('collect', () => {
  it('walks folders recursively and calls readers until they are empty', async () => {
    const many = Array.from({ length: 7 }, (_, i) => fileEntry(`s${i}.bin`))
    const drop = transferOf([
      folderEntry('model', [
        fileEntry('model.json'),
        folderEntry('weights', many),
        folderEntry('__MACOSX', [fileEntry('x')]),
        fileEntry('.DS_Store'),
      ]),
      fileEntry('cat.jpg'),
    ])
    const counts: number[] = []
    const { files: found } = await collect(drop, undefined, (count) => counts.push(count))
    expect(found.map(({ path }) => path)).toEqual([
      'model/model.json',
      ...many.map(({ name }) => `model/weights/${name}`),
      'cat.jpg',
    ])
    expect(new Set(counts)).toEqual(new Set([9]))
  })

  it('asks only what is not a picture whether it is a folder, in a drop of many items', async () => {
    const pictures = Array.from({ length: 1200 }, (_, i) => new File(['x'], `${i}.png`, { type: 'image/png' }))
    const folder = folderEntry('model', [fileEntry('model.json')])
    let asked = 0
    const items = [folder, ...pictures].map((one) => ({
      kind: 'file',
      webkitGetAsEntry: () => {
        asked++
        return one === folder ? folder : fileEntry('?')
      },
      getAsFile: () => (one instanceof File ? one : null),
    }))
    const files = [new File([], 'model'), ...pictures]
    const { files: found } = await collect({ items, files } as unknown as DataTransfer)
    expect(found.map(({ path }) => path)).toEqual(['model/model.json', ...pictures.map(({ name }) => name)])
    expect(asked).toBe(1)
    // A browser that leaves folders out of the files gives them at other places.
    asked = 0
    await collect({ items, files: pictures } as unknown as DataTransfer)
    expect(asked).toBe(1201)
  })

  it('gets the pictures of a large folder later, in order, and the other files at once', async () => {
    const pictures = Array.from({ length: 1001 }, (_, i) => fileEntry(`${i}.png`))
    const gone = { ...pictures[7], file: (_: unknown, fail: (error: Error) => void) => fail(new Error('gone')) }
    const entries = [fileEntry('labels.txt'), ...pictures.with(7, gone as unknown as FileSystemEntry)]
    const { files, late } = await collect(transferOf([folderEntry('photos', entries, 100)]))
    expect(files.map(({ path }) => path)).toEqual(entries.map(({ name }) => `photos/${name}`))
    expect(files.flatMap(({ file }, i) => (file === null ? [] : [i]))).toEqual([0])
    const got: LateFile[] = []
    await late(async (some) => got.push(...some))
    expect(got.map(({ index }) => index)).toEqual(pictures.map((_, i) => i + 1))
    expect(got[0]?.file).toMatchObject({ name: '0.png' })
    expect(got[7]?.file).toMatchObject({ code: 'file-unreadable', message: expect.stringContaining('photos/7.png') })
    const controller = new AbortController()
    await expect(late(async () => controller.abort(), controller.signal)).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('names a pasted picture, and keeps the name of a dropped one', async () => {
    const { files: found } = await collect(transferOf([new File(['x'], 'image.png', { type: 'image/png' })]))
    expect(found.map(({ path }) => path)).toEqual(['pasted picture.png'])
  })

  it('stops when cancelled, and reports a folder that cannot be listed', async () => {
    const controller = new AbortController()
    const files = Array.from({ length: 6 }, (_, i) => fileEntry(`${i}`))
    await expect(
      collect(transferOf([folderEntry('f', files)]), controller.signal, (count) =>
        count === 6 ? controller.abort() : undefined,
      ),
    ).rejects.toMatchObject({ code: 'cancelled' })
    const broken = {
      name: 'locked',
      isFile: false,
      isDirectory: true,
      createReader: () => ({ readEntries: (_: unknown, fail: (error: Error) => void) => fail(new Error('denied')) }),
    } as unknown as FileSystemEntry
    await expect(collect(transferOf([broken]))).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('locked'),
    })
  })
})

describe('collectList', () => {
  it('takes the path of a picked folder and skips junk', () => {
    const inFolder = Object.assign(new File(['x'], 'model.json'), { webkitRelativePath: 'model/model.json' })
    expect(
      collectList([inFolder, new File(['x'], 'image.png', { type: 'image/png' }), new File(['x'], '.DS_Store')]).map(
        ({ path }) => path,
      ),
    ).toEqual(['model/model.json', 'image.png'])
  })
})
