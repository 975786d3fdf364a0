import type { Plugin } from 'vite'
import { pagePolicy } from '../headers.mjs'

/** Writes the page's Content-Security-Policy into the built index.html, before anything that it governs. */
export function contentPolicy(): Plugin {
  return {
    name: 'glassbox:content-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: pagePolicy },
          injectTo: 'head-prepend',
        },
      ],
    },
  }
}
