/** The part that is used; the package comes without types. */
declare module 'jpeg-lossless-decoder-js' {
  export class Decoder {
    /** Samples as bytes, those of more than 8 bits little-endian. Throws if the data are damaged. */
    decompress(buffer: ArrayBufferLike, offset: number, length: number): ArrayBuffer
  }
}
