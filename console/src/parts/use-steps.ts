import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { resumableSteps, runSteps, type Step, type StepWithInput } from './steps.ts'

/** Runs steps as `runSteps` does; whether all of them were done or some, what the page shows is read anew. */
export function useSteps(): (steps: readonly Step[]) => Promise<void> {
  const queries = useQueryClient()
  return (steps) => runSteps(steps).finally(() => queries.invalidateQueries())
}

/** The same for what makes something: a try after a refusal goes on from there, as long as the page is open. */
export function useCreation(): (steps: readonly StepWithInput[]) => Promise<void> {
  const queries = useQueryClient()
  const [run] = useState(resumableSteps)
  return (steps) => run(steps).finally(() => queries.invalidateQueries())
}

/**
 * Runs the steps of a deletion. Nothing is left of what the page shows when they are done, so that it is read anew after a
 * refusal alone; other pages read theirs when they are opened.
 */
export function useDeletion(): (steps: () => Promise<readonly Step[]>) => Promise<void> {
  const queries = useQueryClient()
  return async (steps) => {
    try {
      await runSteps(await steps())
      await queries.invalidateQueries({ refetchType: 'none' })
    } catch (error) {
      void queries.invalidateQueries()
      throw error
    }
  }
}
