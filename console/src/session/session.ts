import { useSyncExternalStore } from 'react'
import { hasEnded, noteEnded } from './ended.ts'

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  /** ISO 8601. */
  readonly expiration: string
}

export interface Principal {
  readonly arn: string
  readonly account: string
  readonly accountAlias?: string
  /** Absent: the account's root. */
  readonly userName?: string
}

/** A role that was switched to from the session that signed in. */
export interface SwitchedRole {
  readonly credentials: Credentials
  readonly account: string
  readonly roleName: string
  /** What the person calls it. */
  readonly displayName: string
}

export interface Session {
  readonly credentials: Credentials
  readonly principal: Principal
  readonly role?: SwitchedRole
}

// INVARIANT: never local storage. The tab's own storage ends with the tab; new tabs ask a sibling of the same origin.
const STORED = 'rolecall.session'
const SIBLINGS = new BroadcastChannel('rolecall.session')
/** Why the session before ended, on the way to the page that is loaded anew. */
const REASON = 'rolecall.reason'
/** Until when a session lasts that some tab of this browser has, in local storage: a time, and nothing of the session. */
const UNTIL = 'rolecall.signed-in-until'
/** How long a new tab waits for that one to answer; one that is in the background may be slow. */
const SIBLING_MS = 2000

let current: Session | undefined
/** Why the session before ended; the sign-in page shows it. */
let endedBecause: string | undefined
let expiry: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

/** The credentials that calls are signed with: the switched role's, else the session's own. */
export const credentialsOf = (session: Session): Credentials => session.role?.credentials ?? session.credentials

export const currentSession = (): Session | undefined => current
export const endReason = (): string | undefined => endedBecause

/** The session that is signed in, or undefined; renders again when it changes. */
export const useSession = (): Session | undefined => useSyncExternalStore(subscribe, currentSession)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** After a reload from the tab's storage; in a new tab from a sibling that is signed in. */
export async function restoreSession(): Promise<void> {
  endedBecause = sessionStorage.getItem(REASON) ?? undefined
  sessionStorage.removeItem(REASON)
  const stored = sessionStorage.getItem(STORED)
  // Only `keep` writes there.
  const session = stored === null ? await fromSibling() : (JSON.parse(stored) as Session)
  if (session) keep(session)
  SIBLINGS.onmessage = ({ data }: MessageEvent<SiblingMessage>) => {
    if (data.kind === 'who is signed in?' && current) SIBLINGS.postMessage({ kind: 'session', session: current })
    if (data.kind === 'signed out') drop('You signed out in another tab.')
  }
}

type SiblingMessage =
  | { readonly kind: 'who is signed in?' | 'signed out' }
  | { readonly kind: 'session'; readonly session: Session }

function fromSibling(): Promise<Session | undefined> {
  if (!(Date.parse(localStorage.getItem(UNTIL) ?? '') > Date.now())) return Promise.resolve(undefined)
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      // Its tab is closed, and the session with it.
      localStorage.removeItem(UNTIL)
      resolve(undefined)
    }, SIBLING_MS)
    SIBLINGS.onmessage = ({ data }: MessageEvent<SiblingMessage>) => {
      if (data.kind !== 'session') return
      clearTimeout(timer)
      resolve(data.session)
    }
    SIBLINGS.postMessage({ kind: 'who is signed in?' })
  })
}

/** Makes this the session: until the credentials that calls are signed with expire. One that has ended stays so. */
export function keep(session: Session): void {
  const now = Date.now()
  if (hasEnded(session.credentials)) {
    drop(endedBecause)
    return
  }
  const left = Date.parse(session.credentials.expiration) - now
  if (left <= 0) {
    drop('Your session expired. Sign in again.')
    return
  }
  if (session.role && Date.parse(session.role.credentials.expiration) <= now) {
    keep(withoutRole(session))
    return
  }
  current = session
  endedBecause = undefined
  localStorage.setItem(UNTIL, session.credentials.expiration)
  sessionStorage.setItem(STORED, JSON.stringify(session))
  clearTimeout(expiry)
  const next = session.role ? Math.min(left, Date.parse(session.role.credentials.expiration) - now) : left
  expiry = setTimeout(() => keep(session), next + 1)
  tell()
}

export const withoutRole = ({ role: _, ...session }: Session): Session => session

/** Ends the session in every tab. */
export function signOut(): void {
  // Who signs in next begins where everybody does.
  history.replaceState(null, '', '/')
  drop(undefined)
  SIBLINGS.postMessage({ kind: 'signed out' })
}

/**
 * Ends the session of this tab; the sign-in page says why. The page is loaded anew, so that nothing is left of what it has
 * read and shown, and nothing that it has begun goes on as whoever signs in next.
 */
export function drop(reason: string | undefined): void {
  sessionStorage.removeItem(STORED)
  localStorage.removeItem(UNTIL)
  clearTimeout(expiry)
  endedBecause = reason
  if (!current) {
    tell()
    return
  }
  noteEnded(current.credentials)
  current = undefined
  if (reason !== undefined) sessionStorage.setItem(REASON, reason)
  document.documentElement.hidden = true
  location.reload()
}

function tell(): void {
  for (const listener of listeners) listener()
}
