const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

export function isNpy(head: Uint8Array): boolean {
  return magic.every((byte, i) => head[i] === byte)
}
