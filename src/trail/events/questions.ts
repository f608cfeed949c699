import { type QuestionJson, questionToJson } from '../../policy/question.ts'
import type { KeptCall } from '../kept-call.ts'
import { namedPrincipals } from '../named-principals.ts'

/** The questions of a call with their answers: the refused ones first, as many as fit; `asked` counts all. */
export interface QuestionsJson {
  readonly asked: number
  readonly verdicts: readonly { readonly allowed: boolean; readonly request: QuestionJson }[]
  /** ARNs by the unique ids that the policies of the told ones name, of users and roles that there still are. */
  readonly principals: Readonly<Record<string, string>>
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
export function questionsOf(
  { verdicts }: KeptCall,
  account: string,
  arnOf: (id: string) => string | undefined,
): QuestionsJson {
  const told: { readonly allowed: boolean; readonly request: QuestionJson }[] = []
  let characters = 0
  const own = verdicts.filter(({ request }) => !isOthers(request.resourceAccount, account))
  own.sort((a, b) => Number(a.allowed) - Number(b.allowed))
  for (const { allowed, request } of own) {
    const verdict = { allowed, request: questionToJson(request) }
    characters += JSON.stringify(verdict).length
    if (told.length === VERDICTS || (told.length > 0 && characters > CHARACTERS)) break
    told.push(verdict)
  }
  const requests = own.slice(0, told.length).map(({ request }) => request)
  return { asked: verdicts.length, verdicts: told, principals: namedPrincipals(requests, arnOf) }
}

/** `aws`, whose managed policies everybody may read, is no account. */
const isOthers = (owner: string, account: string): boolean => /^\d{12}$/.test(owner) && owner !== account
