import { type QuestionJson, questionToJson } from '../../policy/question.ts'
import type { KeptCall } from '../kept-call.ts'
import { namedPrincipals } from '../named-principals.ts'
import { isOthers, ownSideOf } from '../own-side.ts'

/** The questions of a call with their answers: the refused ones first, as many as fit; `asked` counts all. */
export interface QuestionsJson {
  readonly asked: number
  readonly verdicts: readonly VerdictJson[]
  /** Of questions about another account's resource the side of the caller's account, and what it comes to. */
  readonly ownSide: readonly VerdictJson[]
  /** ARNs by the unique ids that the policies of the told ones name, of users and roles that there still are. */
  readonly principals: Readonly<Record<string, string>>
}

interface VerdictJson {
  readonly allowed: boolean
  readonly request: QuestionJson
}

/** Characters of JSON that the questions of one call may take; one question is told whatever it takes. */
const CHARACTERS = 1_000_000
/** DeleteObjects asks a thousand, which differ in their resource. */
const VERDICTS = 100

/**
 * The decisions of a call, for an engine elsewhere to be asked again. Of those about another account's resource the caller's
 * own side alone: the policy on the resource and its tags are that account's to show. So is whether it has a policy, or is
 * there at all: of a role that is not, a question without a trust policy would tell it.
 */
export function questionsOf(
  { account: ofCaller, verdicts }: KeptCall,
  account: string,
  arnOf: (id: string) => string | undefined,
): QuestionsJson {
  const own = verdicts.filter(({ request }) => !isOthers(request.resourceAccount, account))
  own.sort((a, b) => Number(a.allowed) - Number(b.allowed))
  const others = verdicts.filter(({ request }) => isOthers(request.resourceAccount, account) && ofCaller === account)
  const sides = others.flatMap(({ request }) => ownSideOf(request, account) ?? [])
  sides.sort((a, b) => Number(a.allowed) - Number(b.allowed))
  const fits = bounded()
  const told = fits(
    own.map(({ allowed, request }) => () => ({ allowed, request: questionToJson(request) })),
  )
  const ownSide = fits(
    sides.map(({ allowed, request }) => () => ({ allowed, request: questionToJson(request) })),
  )
  const requests = own.slice(0, told.length).map(({ request }) => request)
  return { asked: verdicts.length, verdicts: told, ownSide, principals: namedPrincipals(requests, arnOf) }
}

/** As many as may be told, of all lists together. */
function bounded() {
  let [characters, count] = [0, 0]
  return (makers: readonly (() => VerdictJson)[]): readonly VerdictJson[] => {
    const told: VerdictJson[] = []
    for (const make of makers) {
      if (count === VERDICTS) break
      const verdict = make()
      characters += JSON.stringify(verdict).length
      if (count > 0 && characters > CHARACTERS) break
      told.push(verdict)
      count += 1
    }
    return told
  }
}
