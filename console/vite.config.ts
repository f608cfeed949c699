import { join } from 'node:path'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  resolve: {
    // The policy language as the package publishes it; of the server's other sources the console knows nothing.
    alias: { 'rolecall/policy': join(import.meta.dirname, '../src/policy-library.ts') },
  },
  build: {
    target: 'es2023',
    // The first that know light-dark(), which the build else rewrites for a color-scheme that stands in a stylesheet.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // A data: address for a script or a font would need a wider content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      onwarn(warning, warn) {
        // Cloudscape marks its modules for server components, which there are none of here.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning)
      },
    },
  },
})
