import type { FlashbarProps } from '@cloudscape-design/components/flashbar'
import { type ReactNode, useSyncExternalStore } from 'react'

type Message = FlashbarProps.MessageDefinition

let messages: readonly Message[] = []
let nextId = 0
const listeners = new Set<() => void>()

function change(to: readonly Message[]): void {
  messages = to
  for (const listener of listeners) listener()
}

const remove = (id: string) => change(messages.filter((message) => message.id !== id))

/** Tells above the page what has been done; it stays until it is dismissed or another page has told three more. */
export function notify(type: 'success' | 'info' | 'warning' | 'error', content: ReactNode): void {
  const id = String(nextId++)
  const message: Message = {
    id,
    type,
    content,
    dismissible: true,
    dismissLabel: 'Dismiss message',
    onDismiss: () => remove(id),
  }
  change([message, ...messages].slice(0, 4))
}

/** Takes every message away: what somebody has done is not for who signs in next. */
export const forgetMessages = (): void => change([])

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useMessages = (): readonly Message[] => useSyncExternalStore(subscribe, () => messages)
