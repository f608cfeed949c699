import { type QuestionJson, questionToJson } from '../../policy/question.ts'
import type { KeptCall } from '../kept-call.ts'

/** The questions of a call with their answers: the refused ones first, as many as fit; `asked` counts all. */
export interface QuestionsJson {
  readonly asked: number
  readonly verdicts: readonly { readonly allowed: boolean; readonly request: QuestionJson }[]
}

/** Characters of JSON that the questions of one call may take; one question is told whatever it takes. */
const CHARACTERS = 1_000_000
/** DeleteObjects asks a thousand, which differ in their resource. */
const VERDICTS = 100

/**
 * The decisions of a call, for an engine elsewhere to be asked again. Those about another account's resource are left out:
 * its policy and its tags are that account's to show. So is whether it has a policy, or is there at all: of a role that is
 * not, a question without a trust policy would tell it.
 */
export function questionsOf({ verdicts }: KeptCall, account: string): QuestionsJson {
  const told: { readonly allowed: boolean; readonly request: QuestionJson }[] = []
  let characters = 0
  const own = verdicts.filter(({ request }) => !isOthers(request.resourceAccount, account))
  for (const { allowed, request } of own.sort((a, b) => Number(a.allowed) - Number(b.allowed))) {
    const verdict = { allowed, request: questionToJson(request) }
    characters += JSON.stringify(verdict).length
    if (told.length === VERDICTS || (told.length > 0 && characters > CHARACTERS)) break
    told.push(verdict)
  }
  return { asked: verdicts.length, verdicts: told }
}

/** `aws`, whose managed policies everybody may read, is no account. */
const isOthers = (owner: string, account: string): boolean => /^\d{12}$/.test(owner) && owner !== account
