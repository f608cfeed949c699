/** One call of a work of several, in words: `Attach the policy ReadOnlyAccess`. */
export interface Step {
  readonly what: string
  readonly run: () => Promise<unknown>
}

/** A step that is told from others of the same words by all that it is made with. */
export interface StepWithInput extends Step {
  readonly input: unknown
}

/** The step that runs with the input, which JSON can write. */
export const stepWith = <Input>(
  what: string,
  input: Input,
  run: (input: Input) => Promise<unknown>,
): StepWithInput => ({ what, input, run: () => run(input) })

/** A work of several calls that was refused in its midst: what has been done stays done. */
export class HalfDone extends Error {
  readonly done: readonly string[]
  readonly failed: string
  readonly left: readonly string[]
  /** What was done at an earlier try, and is not what is asked for now. */
  readonly changed: readonly string[]
  /** Whether another try goes on from here. */
  readonly goesOn: boolean

  constructor({
    done,
    failed,
    left,
    changed = [],
    goesOn = false,
    cause,
  }: Pick<HalfDone, 'done' | 'failed' | 'left' | 'cause'> & Partial<Pick<HalfDone, 'changed' | 'goesOn'>>) {
    super('Some of the steps were done, and some were not.', { cause })
    this.done = done
    this.failed = failed
    this.left = left
    this.changed = changed
    this.goesOn = goesOn
  }
}

/** Runs the steps one after another; the first refusal stops the rest and is thrown as the `cause` of a `HalfDone`. */
export async function runSteps(steps: readonly Step[]): Promise<void> {
  const words = steps.map(({ what }) => what)
  for (const [index, step] of steps.entries()) {
    try {
      await step.run()
    } catch (cause) {
      throw new HalfDone({ done: words.slice(0, index), failed: step.what, left: words.slice(index + 1), cause })
    }
  }
}

/**
 * Runs steps as `runSteps` does, and after a refusal another time only those that are left: what has been done is not done
 * again. Where something that was done is no longer asked for, all of them run, so that nothing else comes of it than what
 * is asked for; the `HalfDone` then names it.
 */
export function resumableSteps(): (steps: readonly StepWithInput[]) => Promise<void> {
  let before: readonly StepWithInput[] = []
  return async (steps) => {
    const changed = before.filter((step) => !steps.some(same(step)))
    const kept = changed.length === 0 ? steps.filter((step) => before.some(same(step))) : []
    const left = steps.filter((step) => !kept.includes(step))
    try {
      await runSteps(left)
      before = []
    } catch (error) {
      if (!(error instanceof HalfDone)) throw error
      const done = [...kept, ...left.slice(0, error.done.length)]
      if (done.length > 0) before = done
      throw new HalfDone({
        done: wordsOf(done),
        failed: error.failed,
        left: error.left,
        changed: wordsOf(changed),
        goesOn: done.length > 0,
        cause: error.cause,
      })
    }
  }
}

const wordsOf = (steps: readonly Step[]) => steps.map(({ what }) => what)

const same = (one: StepWithInput) => {
  const input = JSON.stringify(one.input)
  return (other: StepWithInput) => other.what === one.what && JSON.stringify(other.input) === input
}
