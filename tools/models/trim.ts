import type { ModelJson, OperationJson, ShapeJson, ShapeRef } from '../../src/aws/model-file.ts'

const METADATA = [
  'apiVersion',
  'awsQueryCompatible',
  'endpointPrefix',
  'jsonVersion',
  'protocol',
  'protocols',
  'serviceFullName',
  'serviceId',
  'signingName',
  'targetPrefix',
  'xmlNamespace',
]
const OPERATION = [
  'name',
  'http',
  'input',
  'output',
  'errors',
  'authtype',
  'httpChecksum',
  'httpChecksumRequired',
  'requestcompression',
  'unsignedPayload',
]
const SHAPE = [
  'type',
  'required',
  'members',
  'member',
  'key',
  'value',
  'payload',
  'enum',
  'min',
  'max',
  'pattern',
  'sensitive',
  'flattened',
  'streaming',
  'locationName',
  'xmlNamespace',
  'timestampFormat',
  'exception',
  'fault',
  'error',
  'event',
  'eventstream',
  'document',
  'union',
  'box',
]
const REF = [
  'shape',
  'location',
  'locationName',
  'queryName',
  'flattened',
  'streaming',
  'xmlNamespace',
  'xmlAttribute',
  'timestampFormat',
  'eventpayload',
  'eventheader',
  'idempotencyToken',
  'jsonvalue',
]

/** The model with the chosen operations, the shapes they reach, and only the traits that a server reads. */
export function trimModel(model: ModelJson, chosen: 'all' | readonly string[]): ModelJson {
  const names = chosen === 'all' ? Object.keys(model.operations) : [...chosen]
  const operations: Record<string, OperationJson> = {}
  const shapes: Record<string, ShapeJson> = {}
  const reach = (ref: ShapeRef | undefined): void => {
    if (!ref || shapes[ref.shape]) return
    const shape = required(model.shapes[ref.shape], `shape ${ref.shape}`)
    shapes[ref.shape] = trimShape(shape)
    for (const inner of [shape.member, shape.key, shape.value, ...Object.values(shape.members ?? {})]) reach(inner)
  }
  for (const name of names.sort()) {
    const operation = required(model.operations[name], `operation ${name}`)
    operations[name] = {
      ...pick(operation, OPERATION),
      ...(operation.input && { input: trimRef(operation.input) }),
      ...(operation.output && { output: trimRef(operation.output) }),
      ...(operation.errors && { errors: operation.errors.map(trimRef) }),
    }
    for (const ref of [operation.input, operation.output, ...(operation.errors ?? [])]) reach(ref)
  }
  return { metadata: pick(model.metadata, METADATA), operations, shapes: sorted(shapes) }
}

/** JSON with one operation or shape a line, so that an update reads as a diff. */
export function formatModel(model: ModelJson): string {
  const lines = (entries: Readonly<Record<string, unknown>>): string =>
    Object.entries(entries)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n')
  return `{"metadata":${JSON.stringify(model.metadata)},\n"operations":{\n${lines(model.operations)}\n},\n"shapes":{\n${lines(model.shapes)}\n}}\n`
}

function trimShape(shape: ShapeJson): ShapeJson {
  return {
    ...pick(shape, SHAPE),
    ...(shape.members && {
      members: Object.fromEntries(Object.entries(shape.members).map(([name, ref]) => [name, trimRef(ref)])),
    }),
    ...(shape.member && { member: trimRef(shape.member) }),
    ...(shape.key && { key: trimRef(shape.key) }),
    ...(shape.value && { value: trimRef(shape.value) }),
  }
}

const trimRef = (ref: ShapeRef): ShapeRef => pick(ref, REF)

function pick<T extends object>(source: T, keys: readonly string[]): T {
  // Only traits that the types declare optional are ever left out.
  return Object.fromEntries(Object.entries(source).filter(([key]) => keys.includes(key))) as T
}

const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The model has no ${what}.`)
  return value
}
