/** One call of a work of several, in words: `Attach the policy ReadOnlyAccess`. */
export interface Step {
  readonly what: string
  readonly run: () => Promise<unknown>
}

/** A work of several calls that was refused in its midst: what has been done stays done. */
export class HalfDone extends Error {
  readonly done: readonly string[]
  readonly failed: string
  readonly left: readonly string[]

  constructor(steps: readonly Step[], failedAt: number, cause: unknown) {
    const words = steps.map(({ what }) => what)
    super('Some of the steps were done, and some were not.', { cause })
    this.done = words.slice(0, failedAt)
    this.failed = words[failedAt] ?? ''
    this.left = words.slice(failedAt + 1)
  }
}

/** Runs the steps one after another; the first refusal stops the rest and is thrown as the `cause` of a `HalfDone`. */
export async function runSteps(steps: readonly Step[]): Promise<void> {
  for (const [index, step] of steps.entries()) {
    try {
      await step.run()
    } catch (cause) {
      throw new HalfDone(steps, index, cause)
    }
  }
}
