import type { Edits } from './compare.ts'
import type { Subject } from './subject.ts'

/** The draft that a section of the page is about. */
export interface DraftAbout {
  readonly subject: Subject
  /** Undefined while the draft cannot be read. */
  readonly edits: Edits | undefined
  /** Why the section can do nothing with the draft yet. */
  readonly blocked: string | undefined
}
