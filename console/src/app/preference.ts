import { useSyncExternalStore } from 'react'

/** What a person prefers on this browser, such as a region; never a secret. */
export interface Preference<Value extends string> {
  readonly get: () => Value
  readonly set: (value: Value) => void
  readonly use: () => Value
}

/** A preference under its name in local storage; `read` answers the default for what it does not know. */
export function preference<Value extends string>(
  name: string,
  read: (stored: string | null) => Value,
): Preference<Value> {
  const listeners = new Set<() => void>()
  const key = `rolecall.${name}`
  const get = () => read(localStorage.getItem(key))
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return {
    get,
    set(value) {
      localStorage.setItem(key, value)
      for (const listener of listeners) listener()
    },
    use: () => useSyncExternalStore(subscribe, get),
  }
}
