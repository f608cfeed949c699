/** How far the lesson is. It lives as long as the tab's page does, in memory alone: it holds secrets. */
import { useSyncExternalStore } from 'react'
import { currentSession } from '../session/session.ts'
import { ASSUME_STEPS } from './assume-steps.ts'
import { cleanUpAssumed, cleanUpProfile } from './clean-up.ts'
import type { Exchange } from './exchange.ts'
import type { Facts, Secrets } from './facts.ts'
import { PROFILE_STEPS } from './profile-steps.ts'
import type { Step } from './step.ts'

export interface Lesson {
  /** Who runs it; somebody else begins anew. */
  readonly who: string | undefined
  readonly facts: Facts
  readonly secrets: Secrets
  /** By the step's id. */
  readonly runs: Readonly<Record<string, Run>>
}

export interface Run {
  readonly state: 'running' | 'done' | 'failed'
  readonly exchanges: readonly Exchange[]
  readonly error?: unknown
}

const EMPTY: Lesson = { who: undefined, facts: {}, secrets: {}, runs: {} }
let lesson = EMPTY
let stopping = new AbortController()
const listeners = new Set<() => void>()

const whoAmI = () => currentSession()?.principal.arn

function get(): Lesson {
  if (lesson.who !== undefined && lesson.who !== whoAmI()) lesson = EMPTY
  return lesson
}

function set(change: Partial<Lesson>): void {
  lesson = { ...get(), ...change, who: whoAmI() }
  for (const listener of listeners) listener()
}

const setRun = (id: string, run: Run) => set({ runs: { ...get().runs, [id]: run } })

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export const useLesson = (): Lesson => useSyncExternalStore(subscribe, get)

/** Runs one step, and answers whether it went as it should. */
export async function runStep(step: Step): Promise<boolean> {
  const { signal } = stopping
  const exchanges: Exchange[] = []
  const { facts, secrets } = get()
  setRun(step.id, { state: 'running', exchanges })
  const tell = (exchange: Exchange) => {
    exchanges.push(exchange)
    setRun(step.id, { state: 'running', exchanges: [...exchanges] })
  }
  try {
    const found = await step.run({ facts, secrets, tell, signal })
    signal.throwIfAborted()
    set({ facts: { ...get().facts, ...found.facts }, secrets: { ...get().secrets, ...found.secrets } })
    setRun(step.id, { state: 'done', exchanges })
    return true
  } catch (error) {
    if (signal.aborted) forget(step.id)
    else setRun(step.id, { state: 'failed', exchanges, error })
    return false
  }
}

function forget(id: string): void {
  const { [id]: _, ...runs } = get().runs
  set({ runs })
}

/** Both sides, each until a step fails; the steps that wait for a terminal come last. */
export async function runAll(): Promise<void> {
  await Promise.all(
    [ASSUME_STEPS, PROFILE_STEPS].map(async (steps) => {
      for (const step of steps) if (!(await runStep(step))) return
    }),
  )
}

/** Ends what waits. */
export function stopWaiting(): void {
  stopping.abort()
  stopping = new AbortController()
}

/** Deletes everything that the lesson has made, and forgets it. */
export async function cleanUp(): Promise<void> {
  stopWaiting()
  await cleanUpProfile()
  await cleanUpAssumed()
  lesson = EMPTY
  set({})
}
