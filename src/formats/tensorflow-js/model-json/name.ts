import { baseName, dirName } from '../../../files/paths.ts'

/** Folder names that say nothing about the model. */
const anyFolder =
  /^(models?|tfjs|js|web|web_?models?|tfjs_?models?|js_?models?|graph_?model|layers_?model|trained_?models?|converted_?models?|saved_?models?|weights|exports?|dist|public|assets|\(\d+\)|v?\d+)$/i

/** A model's display name: its folder if the file is plainly `model.json`, otherwise the file. */
export function modelName(path: string): string {
  const file = baseName(path)
  if (file.toLowerCase() !== 'model.json') return file.replace(/\.json$/i, '')
  const folders = dirName(path)
    .split('/')
    .filter((folder) => folder !== '')
  const telling = folders.findLast((folder) => !anyFolder.test(folder)) ?? folders.at(-1) ?? 'model'
  return telling.replace(/\.(zip|tar|tgz|tar\.gz|gz)$/i, '')
}
