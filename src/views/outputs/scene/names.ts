/** Where the names of classes come from. */
export function namesFrom({ labelsSource }: { readonly labelsSource: string | null }): string {
  return labelsSource === null ? 'No labels were found, so the classes are numbered.' : `Names from ${labelsSource}.`
}
