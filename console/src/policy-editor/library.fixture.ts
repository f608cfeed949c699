/**
 * Has `rolecall/policy` be the library's source, as Vite has it. Modules that import it are imported after this one, with
 * `await import`, because Node finds what a module imports before it runs any.
 */
import { registerHooks } from 'node:module'

const library = new URL('../../../src/policy-library.ts', import.meta.url).href

registerHooks({
  resolve: (name, context, next) =>
    name === 'rolecall/policy' ? { url: library, shortCircuit: true } : next(name, context),
})
