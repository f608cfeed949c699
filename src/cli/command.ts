/** A command of the command line: one file each. */
export interface Command {
  /** What `rolecall help` says of it in one line. */
  readonly summary: string
  /** The text of `--help`. */
  readonly help: string
  /** Answers the exit code. A UsageError is printed with a pointer to `--help`. */
  readonly run: (args: readonly string[]) => Promise<number>
}

/** The user called it wrongly; the message says how. */
export class UsageError extends Error {}

/** Something that the user can mend: printed as one line, without a stack. */
export class CliError extends Error {}
