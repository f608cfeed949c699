/**
 * Bucket policies, whose sentences are S3's own.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
import type { PolicyDocument, PolicySyntaxError, Statement } from '../document.ts'
import { type Glob, globMatches } from '../reference/glob.ts'
import { fillTemplate, parseTemplate } from '../reference/template.ts'
import { POLICY_QUOTAS, policySize } from '../size.ts'
import type { ValidationOptions } from '../validate.ts'
import { firstOf, unknownOperator } from './checks.ts'
import {
  effectProblem,
  fieldSyntaxProblem,
  invalidPrincipal,
  missingPrincipalProblem,
  unknownFieldProblem,
} from './fields.ts'
import { BUCKET_ACTIONS, OBJECT_ACTIONS } from './s3-actions.ts'

export function bucketSyntaxProblem(error: PolicySyntaxError, text: string): string {
  if (!text.startsWith('{')) return FIRST_BYTE
  return fieldSyntaxProblem(error) ?? 'Invalid policy syntax.'
}

const FIRST_BYTE = "Policies must be valid JSON and the first byte must be '{'"

export function bucketPolicyProblem(document: PolicyDocument, options: ValidationOptions): string | undefined {
  if (!document.text.startsWith('{')) return FIRST_BYTE
  if (policySize(document.text) > POLICY_QUOTAS.bucket) {
    return `Normalized policy document exceeds the maximum allowed size of ${POLICY_QUOTAS.bucket} bytes`
  }
  return (
    unknownFieldProblem(document) ?? firstOf(document.statements, (statement) => statementProblem(statement, options))
  )
}

function statementProblem(statement: Statement, options: ValidationOptions): string | undefined {
  const fields = unknownFieldProblem(statement) ?? effectProblem(statement) ?? missingPrincipalProblem(statement)
  if (fields !== undefined) return fields
  const { principal, action, resource } = statement
  if (!action) return 'Missing required field Action'
  if (!resource) return 'Missing required field Resource'
  if (principal && invalidPrincipal(principal, options)) return 'Invalid principal in policy'
  if (action.values.length === 0 || action.values.some((value) => actionsNamed(value).length === 0)) {
    return 'Policy has invalid action'
  }
  const { bucket } = options
  if (resource.values.length === 0 || !resource.values.every((value) => isOfBucket(value, options))) {
    return 'Policy has invalid resource'
  }
  const operator = unknownOperator(statement)
  if (operator !== undefined) return `Invalid Condition type : ${operator}`
  if (bucket === undefined || action.negated || resource.negated) return undefined
  const applies = action.values.every((value) => resource.values.some((one) => actionFits(value, one, bucket)))
  return applies ? undefined : 'Action does not apply to any resource(s) in statement'
}

/** The names, without `s3:`, that an action pattern covers. */
function actionsNamed(pattern: string): readonly string[] {
  if (/^\*+$/.test(pattern)) return [...BUCKET_ACTIONS, ...OBJECT_ACTIONS]
  const [, name] = /^s3:(.+)$/i.exec(pattern) ?? []
  if (name === undefined) return []
  const glob = globOf(name.toLowerCase())
  return [...BUCKET_ACTIONS, ...OBJECT_ACTIONS].filter((known) => globMatches(glob, known.toLowerCase()))
}

function isOfBucket(resource: string, { bucket, partition = 'aws' }: ValidationOptions): boolean {
  const [, named] = /^arn:([^:]*):s3:::([^/]+)/.exec(resource) ?? []
  const name = bucketPattern(resource)
  if (named !== partition || name === undefined) return false
  return bucket === undefined || coversBucket(resource, bucket)
}

/** A resource for the bucket fits bucket actions, one for keys object actions; a star can be either. */
function actionFits(action: string, resource: string, bucket: string): boolean {
  const names = actionsNamed(action)
  const onBucket = globMatches(globOf(resource), `arn:${partitionOf(resource)}:s3:::${bucket}`)
  if (onBucket && names.some((name) => BUCKET_ACTIONS.includes(name))) return true
  const onObjects = resource.includes('/') || (bucketPattern(resource) ?? '').includes('*')
  return onObjects && names.some((name) => OBJECT_ACTIONS.includes(name))
}

const partitionOf = (resource: string): string => resource.split(':')[1] ?? ''

const bucketPattern = (resource: string): string | undefined => /^arn:[^:]*:s3:::([^/]+)/.exec(resource)?.[1]

/** `bucket*` covers the bucket, and so does `buck*` with keys behind the star. */
const coversBucket = (resource: string, bucket: string): boolean => {
  const pattern = bucketPattern(resource)
  return pattern !== undefined && globMatches(globOf(pattern), bucket)
}

const globOf = (pattern: string): Glob =>
  fillTemplate(parseTemplate(pattern, { variables: false, wildcards: true }), new Map()) ?? []
