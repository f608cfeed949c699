import { type AuthorizedService, type Finding, lintPolicy, type ServiceAuthorization } from 'rolecall/policy'
import type { LintQuestion } from './kind.ts'
import { type ConditionKey, SERVICE_REFERENCE, type Service, type ServiceReference } from './service-reference.ts'

/** What the server would find, found here. Throws when the service reference cannot be read. */
export async function localFindings(
  text: string,
  question: LintQuestion,
  reference: ServiceReference = SERVICE_REFERENCE,
): Promise<readonly Finding[]> {
  return lintPolicy(text, { ...question, services: await authorizationFor(text, reference) })
}

/** The services that a text names anywhere: before an action's or a key's colon, or in an ARN. */
async function authorizationFor(text: string, reference: ServiceReference): Promise<ServiceAuthorization> {
  const prefixes = await reference.prefixes()
  const named = new Set((text.match(/[a-z0-9-]+(?=:)/gi) ?? []).map((name) => name.toLowerCase()))
  const wanted = prefixes.filter((prefix) => named.has(prefix))
  const services = (await Promise.all(wanted.map((prefix) => reference.service(prefix)))).filter(
    (service) => service !== undefined,
  )
  const authorized = new Map(services.map((service) => [service.prefix, authorizedService(service)]))
  const types = services.flatMap((service) =>
    service.types.flatMap(({ name, arns, keys }) => arns.map((arn) => ({ name, arn, conditionKeys: keys }))),
  )
  const byArnService = Map.groupBy(types, ({ arn }) => arn.split(':')[2] ?? '')
  return {
    prefixes,
    service: (prefix) => authorized.get(prefix.toLowerCase()),
    conditionKey: keyFinder([...(await reference.globalKeys()), ...services.flatMap(({ keys }) => keys)]),
    resourceTypes: (arnService) => byArnService.get(arnService) ?? [],
  }
}

function authorizedService({ prefix, actions, types }: Service): AuthorizedService {
  const taken = [...actions, ...types].flatMap(({ keys }) => keys)
  return {
    prefix,
    keysTaken: new Set(taken.map((name) => name.toLowerCase())),
    actions: new Map(
      actions.map(({ name, level, keys, types: on }) => [
        name.toLowerCase(),
        {
          name,
          accessLevel: level,
          conditionKeys: keys,
          resourceTypes: on.map((type) => ({ name: type.name, arn: type.arns[0] ?? '', conditionKeys: type.keys })),
        },
      ]),
    ),
  }
}

function keyFinder(keys: readonly ConditionKey[]): ServiceAuthorization['conditionKey'] {
  const typed = keys.filter(({ type }) => type !== '')
  const exact = new Map(typed.map((key) => [key.name.toLowerCase(), key]))
  const open = typed.filter(({ name }) => name.includes('${')).map((key) => ({ key, form: formOf(key.name) }))
  return (name) => exact.get(name.toLowerCase()) ?? open.find(({ form }) => form.test(name))?.key
}

/** `aws:RequestTag/${TagKey}` as what fits it. */
function formOf(name: string): RegExp {
  const literals = name.split(/\$\{[^}]*\}/).map((text) => text.replace(/[^\w:/-]/g, '\\$&'))
  return new RegExp(`^${literals.join('.+')}$`, 'i')
}
