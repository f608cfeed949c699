/**
 * The model's constraints, in AWS's sentences: `1 validation error detected: Value 'x' at 'roleName' failed to satisfy
 * constraint: Member must ...`. Recorded answers are in tests/vectors' folder, aws-recorded-errors.json.
 */
import { javaPattern } from './java-pattern.ts'
import type { Member, OperationModel, Shape } from './model.ts'
import type { ServiceName } from './operation.ts'
import { isRecord, type Structure } from './protocols/protocol.ts'

/** A hostile list breaks its constraints a hundred thousand times over; the sentence tells of so many. */
const MAX_CLAUSES = 100

/** The sentence for everything that the input violates, or undefined when it violates nothing. */
export function validateInput(operation: OperationModel, input: Structure): string | undefined {
  const { input: shape, service } = operation
  // S3 has errors of its own for each parameter; its bodies are checked against the schema where they are read.
  if (!shape || service.name === 's3') return undefined
  if (service.name === 'ec2') return missingParameter(shape, input)
  const violations: Violation[] = []
  checkStructure(shape, input, '', violations)
  if (violations.length === 0) return undefined
  const clauses = violations.slice(0, MAX_CLAUSES).map((violation) => clauseOf(violation, service.name === 'iam'))
  const noun = violations.length === 1 ? 'validation error' : 'validation errors'
  return `${violations.length} ${noun} detected: ${clauses.join('; ')}`
}

/** The code that the service answers such a sentence with, always with status 400. */
export function validationCode(service: ServiceName, operation?: OperationModel): string {
  switch (service) {
    case 'ec2':
      return 'MissingParameter'
    case 'logs':
      // Logs' later operations declare the later name, and answer it.
      return operation?.errors.some((error) => error.code === 'ValidationException')
        ? 'ValidationException'
        : 'InvalidParameterException'
    case 'accessanalyzer':
    case 'cloudtrail':
    case 'iam-toolbox':
      return 'ValidationException'
    case 's3':
    case 's3control':
      return 'InvalidRequest'
    default:
      return 'ValidationError'
  }
}

/** What the service's error says besides its sentence. */
export const validationFields = (service: ServiceName): Record<string, unknown> =>
  service === 'accessanalyzer' ? { reason: 'fieldValidationFailed' } : {}

interface Violation {
  readonly path: string
  readonly shape: Shape
  /** undefined: the member is missing. */
  readonly value: unknown
  readonly constraint: string
}

const ENUM_SET = 'Member must satisfy enum value set'
const LONGEST_VALUE = 4096

function checkStructure(shape: Shape, value: Structure, path: string, violations: Violation[]): void {
  for (const member of shape.members) {
    const inner = path === '' ? camelCase(member.name) : `${path}.${camelCase(member.name)}`
    const given = Object.hasOwn(value, member.name) ? value[member.name] : undefined
    if (given !== undefined) checkValue(member, given, inner, violations)
    else if (member.required) {
      violations.push({ path: inner, shape: member.shape, value: undefined, constraint: 'Member must not be null' })
    }
  }
}

function checkValue(member: Member, value: unknown, path: string, violations: Violation[]): void {
  const { shape } = member
  if (member.streaming || shape.document) return
  for (const constraint of violated(shape, value)) violations.push({ path, shape, value, constraint })
  if (shape.type === 'structure' && isRecord(value)) checkStructure(shape, value, path, violations)
  else if (shape.type === 'list' && shape.item && Array.isArray(value))
    checkList(shape, shape.item, value, path, violations)
  else if (shape.type === 'map' && isRecord(value)) checkMap(shape, value, path, violations)
}

/** Scalars of a list are reported at the list; structures at their own members. */
function checkList(shape: Shape, item: Member, list: readonly unknown[], path: string, violations: Violation[]): void {
  if (isAggregate(item.shape)) {
    for (const [index, entry] of list.entries()) checkValue(item, entry, `${path}.${index + 1}.member`, violations)
    return
  }
  if (!list.some((entry) => violated(item.shape, entry).length > 0)) return
  const constraint = `Member must satisfy constraint: [${constraintsOf(item.shape).join(', ')}]`
  violations.push({ path, shape, value: list, constraint })
}

function checkMap(shape: Shape, map: Structure, path: string, violations: Violation[]): void {
  const { key, value } = shape
  if (!key || !value) return
  const entries = Object.entries(map)
  if (entries.some(([name]) => violated(key.shape, name).length > 0)) {
    const constraint = `Map keys must satisfy constraint: [${constraintsOf(key.shape).join(', ')}]`
    violations.push({ path, shape, value: map, constraint })
  }
  if (isAggregate(value.shape)) {
    for (const [name, entry] of entries) checkValue(value, entry, `${path}.${name}.member`, violations)
  } else if (entries.some(([, entry]) => violated(value.shape, entry).length > 0)) {
    const constraint = `Map value must satisfy constraint: [${constraintsOf(value.shape).join(', ')}]`
    violations.push({ path, shape, value: map, constraint })
  }
}

const isAggregate = (shape: Shape): boolean =>
  shape.type === 'structure' || shape.type === 'list' || shape.type === 'map'

/** The constraints of the shape itself that the value breaks, in AWS's usual order. */
function violated(shape: Shape, value: unknown): string[] {
  const size = sizeOf(shape, value)
  return constraints(shape).flatMap(({ text, kind }) => (breaks(kind, shape, value, size) ? [text] : []))
}

const constraintsOf = (shape: Shape): string[] => constraints(shape).map(({ text }) => text)

type Kind = 'max' | 'min' | 'pattern' | 'enum'
interface Constraint {
  readonly kind: Kind
  readonly text: string
}

const known = new WeakMap<Shape, readonly Constraint[]>()

function constraints(shape: Shape): readonly Constraint[] {
  let list = known.get(shape)
  if (!list) {
    const what = isNumber(shape) ? 'value' : 'length'
    const made: Constraint[] = []
    if (shape.max !== undefined) {
      made.push({ kind: 'max', text: `Member must have ${what} less than or equal to ${shape.max}` })
    }
    if (shape.min !== undefined) {
      made.push({ kind: 'min', text: `Member must have ${what} greater than or equal to ${shape.min}` })
    }
    if (shape.pattern !== undefined) {
      made.push({ kind: 'pattern', text: `Member must satisfy regular expression pattern: ${shape.pattern}` })
    }
    if (shape.enum) made.push({ kind: 'enum', text: `${ENUM_SET}: [${shape.enum.join(', ')}]` })
    list = made
    known.set(shape, list)
  }
  return list
}

function breaks(kind: Kind, shape: Shape, value: unknown, size: number | undefined): boolean {
  switch (kind) {
    case 'max':
      return size !== undefined && size > (shape.max ?? Number.POSITIVE_INFINITY)
    case 'min':
      return size !== undefined && size < (shape.min ?? 0)
    case 'pattern':
      return typeof value === 'string' && javaPattern(shape.pattern ?? '')?.test(value) === false
    default:
      return typeof value === 'string' && !shape.enum?.includes(value)
  }
}

/** What `min` and `max` measure: code points, bytes, entries, or the number itself. */
function sizeOf(shape: Shape, value: unknown): number | undefined {
  if (typeof value === 'number') return isNumber(shape) ? value : undefined
  if (typeof value === 'string') return codePoints(value)
  if (value instanceof Uint8Array || Array.isArray(value)) return value.length
  return shape.type === 'map' && isRecord(value) ? Object.keys(value).length : undefined
}

const isNumber = (shape: Shape): boolean =>
  /^(integer|long|short|byte|float|double|bigInteger|bigDecimal)$/.test(shape.type)

function codePoints(text: string): number {
  let count = text.length
  for (let at = 0; at < text.length; at += 1) {
    if ((text.codePointAt(at) ?? 0) > 0xffff) {
      count -= 1
      at += 1
    }
  }
  return count
}

/** IAM answers neither values nor enum sets (recorded); elsewhere only sensitive members keep theirs. */
function clauseOf({ path, shape, value, constraint }: Violation, terse: boolean): string {
  const shown =
    terse || isSensitive(shape)
      ? ''
      : value === undefined
        ? ' null'
        : ` '${javaText(shape, value).slice(0, LONGEST_VALUE)}'`
  const said = terse && constraint.startsWith(ENUM_SET) ? ENUM_SET : constraint
  return `Value${shown} at '${path}' failed to satisfy constraint: ${said}`
}

function isSensitive(shape: Shape, depth = 0): boolean {
  if (shape.sensitive || depth > 8) return true
  return [shape.item, shape.key, shape.value, ...shape.members].some(
    (member) => member && isSensitive(member.shape, depth + 1),
  )
}

/** The value as the sentence shows it: `[a, b]`, `{k=v}`, `Name(member=value, other=null)`. */
function javaText(shape: Shape, value: unknown): string {
  if (value === undefined || value === null) return 'null'
  if (shape.type === 'list' && shape.item && Array.isArray(value)) {
    const { item } = shape
    return `[${value.map((entry) => javaText(item.shape, entry)).join(', ')}]`
  }
  if (shape.type === 'map' && shape.value && isRecord(value)) {
    const inner = shape.value.shape
    return `{${Object.entries(value)
      .map(([key, entry]) => `${key}=${javaText(inner, entry)}`)
      .join(', ')}}`
  }
  if (shape.type === 'structure' && isRecord(value)) {
    const members = shape.members.map(
      (member) => `${camelCase(member.name)}=${javaText(member.shape, value[member.name])}`,
    )
    return `${shape.name}(${members.join(', ')})`
  }
  return value instanceof Date ? value.toISOString() : String(value)
}

const camelCase = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

/** EC2 names the first parameter that is missing, as the wire spells it. */
function missingParameter(shape: Shape, input: Structure): string | undefined {
  for (const member of shape.members) {
    if (!member.required || input[member.name] !== undefined) continue
    const name = member.queryName ?? member.locationName ?? member.name
    return `The request must contain the parameter ${name.charAt(0).toUpperCase()}${name.slice(1)}`
  }
  return undefined
}
