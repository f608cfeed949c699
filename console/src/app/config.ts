/** What the server says of itself before anybody has signed in. */
export interface Config {
  /** Origin of the APIs. */
  readonly endpoint: string
  readonly account: string
  readonly region: string
  readonly version: string
}

let loaded: Config | undefined

export async function loadConfig(): Promise<void> {
  const response = await fetch('/config.json')
  // The server that served this page wrote it.
  loaded = (await response.json()) as Config
}

/** Throws before `loadConfig` has ended. */
export function config(): Config {
  if (!loaded) throw new Error('the configuration is not loaded')
  return loaded
}
