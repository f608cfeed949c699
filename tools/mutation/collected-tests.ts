/** Stands in for `node:test` while mutants are tried: it only collects, so that the first failure can end the run. */
export interface Collected {
  readonly name: string
  readonly run: (context: { readonly skip: () => void }) => unknown
}

const collected: Collected[] = []

/** The tests that were declared since the last call. */
export const takeCollected = (): readonly Collected[] => collected.splice(0)

type Run = Collected['run']

export function test(name: string, ...rest: readonly [Run] | readonly [{ readonly skip?: unknown }, Run]): void {
  const [options, run] = rest.length === 1 ? [{ skip: false }, rest[0]] : rest
  if (!options.skip) collected.push({ name, run })
}
