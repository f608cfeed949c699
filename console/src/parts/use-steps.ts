import { useQueryClient } from '@tanstack/react-query'
import { runSteps, type Step } from './steps.ts'

/** Runs steps as `runSteps` does; whether all of them were done or some, what the page shows is read anew. */
export function useSteps(): (steps: readonly Step[]) => Promise<void> {
  const queries = useQueryClient()
  return (steps) => runSteps(steps).finally(() => queries.invalidateQueries())
}
