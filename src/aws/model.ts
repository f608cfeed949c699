/** Service models, loaded from `models/` when first asked for and linked shape by shape, so that start-up stays small. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type ErrorTrait,
  type ModelJson,
  mergePatch,
  type OperationJson,
  type ShapeJson,
  type ShapeRef,
  type ShapeType,
  type XmlNamespace,
} from './model-file.ts'
import type { ServiceName } from './operation.ts'

const MODELS = join(import.meta.dirname, '../../models')

export const PROTOCOL_NAMES = ['smithy-rpc-v2-cbor', 'json', 'query', 'ec2', 'rest-json', 'rest-xml'] as const
export type ProtocolName = (typeof PROTOCOL_NAMES)[number]

/** A shape with its members linked. `type` says which of the optional parts are there. */
export interface Shape {
  readonly name: string
  readonly type: ShapeType
  /** Of a structure, in the model's order; empty for every other type. */
  readonly members: readonly Member[]
  /** Of a list. */
  readonly item: Member | undefined
  /** Of a map. */
  readonly key: Member | undefined
  readonly value: Member | undefined
  /** The member of a structure that is the whole HTTP body. */
  readonly payload: Member | undefined
  readonly enum: readonly string[] | undefined
  readonly min: number | undefined
  readonly max: number | undefined
  readonly pattern: string | undefined
  readonly sensitive: boolean
  readonly document: boolean
  readonly eventstream: boolean
  readonly locationName: string | undefined
  readonly xmlNamespace: XmlNamespace | undefined
}

/** A place where a shape stands: a structure's member, a list's item, a map's key or value. */
export interface Member {
  /** The name in inputs and outputs; `member`, `key` or `value` outside structures. */
  readonly name: string
  readonly shape: Shape
  readonly required: boolean
  readonly location: ShapeRef['location']
  /** The wire name as the model gives it, or undefined. */
  readonly locationName: string | undefined
  /** The wire name in JSON, CBOR and XML. */
  readonly wireName: string
  readonly queryName: string | undefined
  readonly flattened: boolean
  readonly streaming: boolean
  readonly xmlAttribute: boolean
  readonly xmlNamespace: XmlNamespace | undefined
  readonly timestampFormat: string | undefined
  /** A string that carries JSON text, in base64 where it travels in a header. */
  readonly jsonvalue: boolean
}

export interface ErrorModel {
  readonly shape: Shape
  /** The code on the query wire: `NoSuchEntity` for the shape NoSuchEntityException. */
  readonly code: string
  readonly status: number
  readonly senderFault: boolean
}

export interface OperationModel {
  readonly service: ServiceModel
  readonly name: string
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode: number }
  readonly input: Shape | undefined
  readonly output: Shape | undefined
  /** The element that the operation's input reference names as the XML root, or undefined. */
  readonly inputLocationName: string | undefined
  readonly inputXmlNamespace: XmlNamespace | undefined
  readonly errors: readonly ErrorModel[]
  /** The streaming payload member; a body of such an operation is not buffered. */
  readonly streamingInput: Member | undefined
  readonly streamingOutput: Member | undefined
  /** True where an unsigned call is legal (AssumeRoleWithWebIdentity). */
  readonly noAuth: boolean
  readonly requestCompression: readonly string[]
  readonly httpChecksum: OperationJson['httpChecksum']
  /** A Content-MD5 or checksum header must be there. */
  readonly checksumRequired: boolean
}

export interface ServiceModel {
  readonly name: string
  /** AWS's order of preference. */
  readonly protocols: readonly ProtocolName[]
  readonly endpointPrefix: string
  readonly signingName: string
  readonly apiVersion: string
  readonly jsonVersion: string
  readonly targetPrefix: string | undefined
  readonly xmlNamespace: string | undefined
  /** JSON and CBOR answers carry the query protocol's code in a header. */
  readonly queryCompatible: boolean
  readonly operations: ReadonlyMap<string, OperationModel>
  /** Every error shape of the model by wire code and, where that leaves it free, by shape name. */
  readonly errors: ReadonlyMap<string, ErrorModel>
}

const loaded = new Map<string, ServiceModel>()

/** The model of a service; read from disk on the first call, the same object afterwards. */
export function serviceModel(name: ServiceName): ServiceModel {
  let model = loaded.get(name)
  if (!model) {
    model = linkModel(name, readModel(name))
    loaded.set(name, model)
  }
  return model
}

/** What the model says of an error by wire code: the operation's own declaration first, then any of the service. */
export function errorModel(
  service: ServiceModel,
  operation: OperationModel | undefined,
  code: string,
): ErrorModel | undefined {
  return operation?.errors.find((error) => error.code === code) ?? service.errors.get(code)
}

/** Links a model that is already read; `serviceModel` is this over `models/`. */
export function linkModel(name: string, json: ModelJson): ServiceModel {
  const { metadata } = json
  const linker = new Linker(json.shapes)
  const operations = new Map<string, OperationModel>()
  const service: ServiceModel = {
    name,
    // models/ holds only services of protocols that this server speaks.
    protocols: (metadata.protocols ?? [metadata.protocol]) as readonly ProtocolName[],
    endpointPrefix: metadata.endpointPrefix,
    signingName: metadata.signingName ?? metadata.endpointPrefix,
    apiVersion: metadata.apiVersion,
    jsonVersion: metadata.jsonVersion ?? '1.1',
    targetPrefix: metadata.targetPrefix,
    xmlNamespace: namespaceOf(metadata.xmlNamespace)?.uri,
    queryCompatible: metadata.awsQueryCompatible !== undefined,
    operations,
    get errors() {
      return linker.errors()
    },
  }
  for (const [operation, definition] of Object.entries(json.operations)) {
    operations.set(operation, new LinkedOperation(service, definition, linker))
  }
  return service
}

function readModel(name: string): ModelJson {
  const model: unknown = JSON.parse(readFileSync(join(MODELS, `${name}.json`), 'utf8'))
  const patch = join(MODELS, `${name}.patch.json`)
  // tools/import-models.ts writes this form, and the generated types are made from the same two files.
  return (existsSync(patch) ? mergePatch(model, JSON.parse(readFileSync(patch, 'utf8'))) : model) as ModelJson
}

/** Links shapes on demand; a shape stands in the cache before its members are filled, so that recursion ends. */
class Linker {
  readonly #json: Readonly<Record<string, ShapeJson>>
  readonly #shapes = new Map<string, Shape>()
  readonly #errors = new Map<string, ErrorModel>()
  #allErrors: ReadonlyMap<string, ErrorModel> | undefined

  constructor(json: Readonly<Record<string, ShapeJson>>) {
    this.#json = json
  }

  shape(name: string): Shape {
    const known = this.#shapes.get(name)
    if (known) return known
    const shape = new LinkedShape(name, this.#shapeJson(name), this)
    this.#shapes.set(name, shape)
    return shape
  }

  error(name: string): ErrorModel {
    const known = this.#errors.get(name)
    if (known) return known
    const json = this.#shapeJson(name)
    const trait: ErrorTrait = json.error ?? {}
    const status = trait.httpStatusCode ?? (json.fault ? 500 : 400)
    const senderFault = trait.senderFault ?? status < 500
    const error: ErrorModel = { shape: this.shape(name), code: trait.code ?? name, status, senderFault }
    this.#errors.set(name, error)
    return error
  }

  errors(): ReadonlyMap<string, ErrorModel> {
    if (this.#allErrors) return this.#allErrors
    const all = Object.entries(this.#json).flatMap(([name, json]) => (json.exception ? this.error(name) : []))
    const byCode = new Map<string, ErrorModel>()
    for (const error of all) if (!byCode.has(error.code)) byCode.set(error.code, error)
    for (const error of all) if (!byCode.has(error.shape.name)) byCode.set(error.shape.name, error)
    this.#allErrors = byCode
    return byCode
  }

  member(ref: ShapeRef, name: string, required: boolean): Member {
    const json = this.#shapeJson(ref.shape)
    return {
      name,
      shape: this.shape(ref.shape),
      required,
      location: ref.location,
      locationName: ref.locationName,
      wireName: ref.locationName ?? name,
      queryName: ref.queryName,
      flattened: ref.flattened ?? json.flattened ?? false,
      streaming: ref.streaming ?? json.streaming ?? false,
      xmlAttribute: ref.xmlAttribute ?? false,
      xmlNamespace: namespaceOf(ref.xmlNamespace),
      timestampFormat: ref.timestampFormat ?? json.timestampFormat,
      jsonvalue: ref.jsonvalue ?? false,
    }
  }

  #shapeJson(name: string): ShapeJson {
    const json = this.#json[name]
    if (!json) throw new Error(`The model has no shape ${name}.`)
    return json
  }
}

/**
 * A shape whose parts are linked when they are first asked for. A class, as all shapes are then read by the same code: an
 * object with getters of its own would be a kind of its own to the engine, and every reader would look each up anew.
 */
class LinkedShape implements Shape {
  readonly name: string
  readonly type: ShapeType
  readonly enum: readonly string[] | undefined
  readonly min: number | undefined
  readonly max: number | undefined
  readonly pattern: string | undefined
  readonly sensitive: boolean
  readonly document: boolean
  readonly eventstream: boolean
  readonly locationName: string | undefined
  readonly xmlNamespace: XmlNamespace | undefined
  readonly #json: ShapeJson
  readonly #linker: Linker
  #members: readonly Member[] | undefined
  #item: Member | undefined
  #key: Member | undefined
  #value: Member | undefined
  #payload: Member | undefined

  constructor(name: string, json: ShapeJson, linker: Linker) {
    this.name = name
    this.type = json.type
    this.enum = json.enum
    this.min = json.min
    this.max = json.max
    this.pattern = json.pattern
    this.sensitive = json.sensitive ?? false
    this.document = json.document ?? false
    this.eventstream = json.eventstream ?? false
    this.locationName = json.locationName
    this.xmlNamespace = namespaceOf(json.xmlNamespace)
    this.#json = json
    this.#linker = linker
  }

  get members(): readonly Member[] {
    this.#members ??= Object.entries(this.#json.members ?? {}).map(([as, ref]) => this.#linked(ref, as))
    return this.#members
  }

  get item(): Member | undefined {
    if (this.#json.member) this.#item ??= this.#linked(this.#json.member, 'member')
    return this.#item
  }

  get key(): Member | undefined {
    if (this.#json.key) this.#key ??= this.#linked(this.#json.key, 'key')
    return this.#key
  }

  get value(): Member | undefined {
    if (this.#json.value) this.#value ??= this.#linked(this.#json.value, 'value')
    return this.#value
  }

  get payload(): Member | undefined {
    const { payload } = this.#json
    if (payload !== undefined) this.#payload ??= this.members.find(({ name }) => name === payload)
    return this.#payload
  }

  #linked(ref: ShapeRef, as: string): Member {
    return this.#linker.member(ref, as, this.#json.required?.includes(as) ?? false)
  }
}

/** An operation whose shapes are linked when they are first asked for; a class for the reason that shapes are. */
class LinkedOperation implements OperationModel {
  readonly service: ServiceModel
  readonly name: string
  readonly http: OperationModel['http']
  readonly inputLocationName: string | undefined
  readonly inputXmlNamespace: XmlNamespace | undefined
  readonly noAuth: boolean
  readonly requestCompression: readonly string[]
  readonly httpChecksum: OperationJson['httpChecksum']
  readonly checksumRequired: boolean
  readonly #json: OperationJson
  readonly #linker: Linker
  #input: Shape | undefined
  #output: Shape | undefined
  #errors: readonly ErrorModel[] | undefined

  constructor(service: ServiceModel, json: OperationJson, linker: Linker) {
    this.service = service
    this.name = json.name
    this.http = { ...json.http, responseCode: json.http.responseCode ?? 200 }
    this.inputLocationName = json.input?.locationName
    this.inputXmlNamespace = namespaceOf(json.input?.xmlNamespace)
    this.noAuth = json.authtype === 'none'
    this.requestCompression = json.requestcompression?.encodings ?? []
    this.httpChecksum = json.httpChecksum
    this.checksumRequired = json.httpChecksumRequired ?? json.httpChecksum?.requestChecksumRequired ?? false
    this.#json = json
    this.#linker = linker
  }

  get input(): Shape | undefined {
    if (this.#json.input) this.#input ??= this.#linker.shape(this.#json.input.shape)
    return this.#input
  }

  get output(): Shape | undefined {
    if (this.#json.output) this.#output ??= this.#linker.shape(this.#json.output.shape)
    return this.#output
  }

  get errors(): readonly ErrorModel[] {
    this.#errors ??= (this.#json.errors ?? []).map((ref) => this.#linker.error(ref.shape))
    return this.#errors
  }

  get streamingInput(): Member | undefined {
    return streamingPayload(this.input)
  }

  get streamingOutput(): Member | undefined {
    return streamingPayload(this.output)
  }
}

const streamingPayload = (shape: Shape | undefined): Member | undefined =>
  shape?.payload?.streaming ? shape.payload : undefined

const namespaceOf = (value: XmlNamespace | string | undefined): XmlNamespace | undefined =>
  typeof value === 'string' ? { uri: value } : value
