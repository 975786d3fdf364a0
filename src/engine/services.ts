/** What the worker asks of the page, because only the page has it. Buffers are transferred both ways. */
export interface PageServices {
  /** Decodes a sound with the browser's decoders. Raises `input-unreadable`. */
  decodeSound: { request: DecodeRequest; value: DecodedSound }
  /** Draws an SVG drawing at a size. Raises `input-unreadable`. */
  drawSvg: { request: DrawRequest; value: DrawnPixels }
}

export type Service = keyof PageServices

/** One function per service; used by the connection to answer the worker. */
export type Services = {
  readonly [S in Service]: (request: PageServices[S]['request']) => Promise<PageServices[S]['value']>
}

/** Asks the page; rejected with `cancelled` if the call is cancelled meanwhile. */
export type Ask = <S extends Service>(
  service: S,
  request: PageServices[S]['request'],
) => Promise<PageServices[S]['value']>

export interface DecodeRequest {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Samples per second to decode to: the file's own rate. */
  readonly rate: number
}

export interface DecodedSound {
  readonly channels: readonly Float32Array<ArrayBuffer>[]
}

export interface DrawRequest {
  readonly text: string
  readonly width: number
  readonly height: number
}

export interface DrawnPixels {
  /** RGBA, row-major. */
  readonly data: Uint8ClampedArray<ArrayBuffer>
}
