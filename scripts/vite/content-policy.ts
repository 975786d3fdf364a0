import type { Plugin } from 'vite'
import { policy } from '../headers.mjs'

/** Writes the Content-Security-Policy into the built index.html, before anything that it applies to. */
export function contentPolicy(): Plugin {
  return {
    name: 'glassbox:content-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
          injectTo: 'head-prepend',
        },
      ],
    },
  }
}
