import type { State, Tx } from '../state/table.ts'
import type { Caller, Context } from './caller.ts'
import type { Services } from './generated/services.ts'
import type { Ids } from './ids.ts'

export type ServiceName = keyof Services
export type OperationName<S extends ServiceName> = keyof Services[S] & string
/** Every operation type carries `input`, `output` and `errors` (the wire codes that the model declares). */
export type InputOf<S extends ServiceName, O extends OperationName<S>> = Services[S][O] extends { input: infer I }
  ? I
  : never
export type OutputOf<S extends ServiceName, O extends OperationName<S>> = Services[S][O] extends { output: infer R }
  ? R
  : never
export type ErrorsOf<S extends ServiceName, O extends OperationName<S>> = Services[S][O] extends { errors: infer E }
  ? E & string
  : never

/** The VPC whose endpoint a request came through. */
export interface SourceVpc {
  readonly id: string
  readonly arn: string
}

/** Facts about the HTTP request that some checks and answers need. */
export interface RequestFacts {
  /** Address of the peer, IPv4 in dotted form; its private address where the request came through a VPC endpoint. */
  readonly sourceIp: string
  /** Absent: the request came over the public endpoint. */
  readonly vpc?: SourceVpc | undefined
  readonly secure: boolean
  readonly userAgent: string | undefined
  readonly host: string
  /** A header by lower-case name. */
  readonly header: (name: string) => string | undefined
  /** A query parameter, decoded; undefined when absent. */
  readonly query: (name: string) => string | undefined
}

export type Fail<Code extends string> = (code: Code, message: string, fields?: Record<string, unknown>) => never

/** What every part of an operation knows about the call. */
export interface Call<Input, Code extends string = string> {
  readonly input: Input
  readonly caller: Caller
  /** Milliseconds since 1970: the one time of this call. */
  readonly now: number
  readonly requestId: string
  /** The region that the signature names, or the server's default for unsigned calls. */
  readonly region: string
  readonly request: RequestFacts
  /** Throws the error; its status and wire name come from the model. */
  readonly fail: Fail<Code>
}

export interface ResourcePolicy {
  /** The document as stored, JSON text. */
  readonly document: string
  /** `trust`: an identity policy alone is never enough (role trust policies). */
  readonly kind: 'resource' | 'trust'
  /** The ARN of the resource that carries it. */
  readonly attachedTo: string
}

/** One question to the policy engine. */
export interface Check {
  /** `iam:CreateRole`, in AWS's spelling. */
  readonly action: string
  /** The resource's ARN, or '*' for actions that take none. */
  readonly resource: string
  /** How AWS's access-denied sentence writes the resource where it is not the ARN, such as `role app`. */
  readonly shownAs?: string | undefined
  /** Service condition keys that this request sets; undefined entries are absent. */
  readonly context?: Context
  /** The policy on the resource. `trust` with an empty document denies everyone. */
  readonly resourcePolicy?: ResourcePolicy | undefined
  /** Owner of the resource; default: the account in the ARN, else the caller's. */
  readonly resourceAccount?: string
  /** Fills aws:ResourceTag/* and the service's own ResourceTag keys. */
  readonly resourceTags?: Readonly<Record<string, string>> | undefined
  /** Fills aws:RequestTag/* and aws:TagKeys. */
  readonly requestTags?: Readonly<Record<string, string>> | undefined
}

export type Authorization<Input, Code extends string> =
  | {
      readonly kind: 'permissions'
      /** Synchronous, over in-memory tables only. An empty list is refused: it would allow silently. */
      readonly check: (call: Call<Input, Code> & { readonly state: State }) => readonly Check[]
    }
  /** Authorised call by call inside `read` with `may`, such as DeleteObjects by key. */
  | { readonly kind: 'per item'; readonly why: string }
  | { readonly kind: 'always allowed'; readonly why: string }
  | { readonly kind: 'anonymous'; readonly why: string }

/** Asks a further question inside a handler (per item, or to shape the answer); it lands in the trail too. */
export type May = (check: Check) => boolean

/** The call as `prepare` sees it: authorised, over the state of that moment. */
export interface PrepareCall<Input, Code extends string> extends Call<Input, Code> {
  readonly state: State
}

export interface WriteCall<Input, Code extends string, Prepared = undefined> extends Call<Input, Code> {
  readonly tx: Tx
  /** What `prepare` answered. */
  readonly prepared: Prepared
  readonly ids: Ids
  readonly may: May
  /** Runs once the transaction is durable and applied, before the answer is sent. */
  readonly afterCommit: (run: () => void | Promise<void>) => void
}

export interface ReadCall<Input, Code extends string> extends Call<Input, Code> {
  readonly state: State
  readonly ids: Ids
  readonly may: May
  /** Sends `100 Continue` to a client that waits for it; call it before reading a streaming body. */
  readonly continueBody: () => void
}

/**
 * `handle`: a synchronous plan over `tx`; on a conflict authorize and handle run again on the newer state.
 * `prepare`: what a plan may not wait for, such as the hash of a password. It runs once, after authorize and before the
 * plan, and writes nothing. The state may have moved on since: `handle` looks again at whatever it rests on.
 * `read`: changes no identity state; may be asynchronous and may use bulk engines (objects, log events, metrics).
 */
export type OperationDefinition<Input, Output, Code extends string, Prepared = undefined> = {
  readonly authorization: Authorization<Input, Code>
} & (
  | {
      readonly prepare?: (call: PrepareCall<Input, Code>) => Promise<Prepared>
      readonly handle: (call: WriteCall<Input, Code, Prepared>) => Output
      readonly read?: never
    }
  | {
      readonly read: (call: ReadCall<Input, Code>) => Output | Promise<Output>
      readonly handle?: never
      readonly prepare?: never
    }
)

/** Codes that any operation may fail with besides the model's. */
export type CommonCode =
  | 'ValidationError'
  | 'InvalidParameterValue'
  | 'AccessDenied'
  | 'Throttling'
  | 'ServiceUnavailable'

/** An operation with its types forgotten, as the service tables and the pipeline hold it. */
export interface Operation {
  readonly service: ServiceName
  readonly name: string
  // biome-ignore lint/suspicious/noExplicitAny: inputs are typed where the operation is written; the pipeline parses by model.
  readonly definition: OperationDefinition<any, any, any, any>
}

/**
 * Defines an operation. The names pick input, output and declared errors from the model, so a misspelt field, an
 * undeclared error or a missing authorization does not compile.
 */
export const operation = <S extends ServiceName, O extends OperationName<S>, Prepared = undefined>(
  service: S,
  name: O,
  definition: OperationDefinition<InputOf<S, O>, OutputOf<S, O>, ErrorsOf<S, O> | CommonCode, Prepared>,
): Operation => ({ service, name, definition })

/** An operation of the model that is not built: it answers a clear error, never a fake success. */
export const notYet = 'not yet' as const

/** Every operation of the service's model and what answers it. */
export type ServiceTable<S extends ServiceName> = { readonly [O in OperationName<S>]: Operation | typeof notYet }
