/** What is asked: actions, resources and whose they are. Sentences are AWS's, recorded. */
import { parseArn } from '../aws/arn.ts'
import type { Fail } from '../aws/operation.ts'
import { unclearEntity } from './source.ts'

type Invalid = Fail<'InvalidInput'>

interface Questions {
  readonly ActionNames: readonly string[]
  readonly ResourceArns?: readonly string[] | undefined
  readonly ResourcePolicy?: string | undefined
  readonly ResourceOwner?: string | undefined
  readonly ResourceHandlingOption?: string | undefined
}

/** Refuses an action without its service. Names that AWS does not know are taken, and wildcards mean themselves. */
export function checkActions({ ActionNames }: Questions, fail: Invalid): void {
  if (!ActionNames.every((name) => name.includes(':'))) {
    fail('InvalidInput', 'The action is invalid since it is missing names')
  }
}

/** The resources, or undefined for `*`. A resource policy stands on resources that are named. */
export function readResources(input: Questions, fail: Invalid): readonly string[] | undefined {
  const { ResourceArns: named = [], ResourcePolicy } = input
  const everything = named.length === 0 || (named.length === 1 && named[0] === '*')
  if (everything && ResourcePolicy !== undefined) fail('InvalidInput', unclearEntity('*'))
  if (everything) return undefined
  const bad = named.find((arn) => !parseArn(arn)?.service)
  if (bad !== undefined) fail('InvalidInput', `ResourceNames are not in a valid ARN format: ${bad}.`)
  return named
}

/** The account of ResourceOwner, which is an ARN of IAM: `arn:aws:iam::112233445566:root`. */
export function readOwner({ ResourceOwner }: Questions, fail: Invalid): string | undefined {
  if (ResourceOwner === undefined) return undefined
  const { service, account = '' } = parseArn(ResourceOwner) ?? {}
  if (service === 'iam' && /^\d{12}$/.test(account)) return account
  return fail('InvalidInput', `'${ResourceOwner}' is not a valid as a Resource Owner.`)
}

const SCENARIOS: ReadonlySet<string> = new Set([
  'EC2-Classic-InstanceStore',
  'EC2-Classic-EBS',
  'EC2-VPC-InstanceStore',
  'EC2-VPC-InstanceStore-Subnet',
  'EC2-VPC-EBS',
  'EC2-VPC-EBS-Subnet',
])

/**
 * The scenarios are RunInstances's. AWS documents that they demand certain resources, and in fact takes any. Without
 * resources the option is not looked at.
 */
export function checkHandling(input: Questions, operation: string, fail: Invalid): void {
  const { ActionNames, ResourceHandlingOption: option } = input
  if (option === undefined || readResources(input, fail) === undefined) return
  const other = ActionNames.find((name) => name.toLowerCase() !== 'ec2:runinstances' || !SCENARIOS.has(option))
  if (other === undefined) return
  const page = `https://docs.aws.amazon.com/IAM/latest/APIReference/API_${operation}.html`
  const what = `Action does not support resource handling options: ${other}.`
  fail(
    'InvalidInput',
    `Invalid input resource handling options. ${what} Please refer to the documentation for more details: ${page}`,
  )
}
