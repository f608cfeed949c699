/**
 * AWS's service authorization reference as the linter asks it. The linter is handed one, so that it reads no file.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export interface ServiceAuthorization {
  /** Service prefixes, in lower case and sorted. */
  readonly prefixes: readonly string[]
  /** The service of a prefix in any case. */
  readonly service: (prefix: string) => AuthorizedService | undefined
  /** A condition key of any service, global ones included; names have no case, `${TagKey}` stands for any text. */
  readonly conditionKey: (name: string) => ConditionKeyFacts | undefined
  /** The resource types whose ARNs have this service field. */
  readonly resourceTypes: (arnService: string) => readonly ResourceTypeFacts[]
}

export interface AuthorizedService {
  readonly prefix: string
  /** By name in lower case, without the prefix. */
  readonly actions: ReadonlyMap<string, ActionFacts>
  /** Names of the condition keys that some action or resource type of the service takes, in lower case. */
  readonly keysTaken: ReadonlySet<string>
}

export interface ActionFacts {
  readonly name: string
  /** Read, List, Write, `Tagging, Write` or `Permissions management, Write`. */
  readonly accessLevel: string
  /** Keys that the action takes, on whatever resource. */
  readonly conditionKeys: readonly string[]
  readonly resourceTypes: readonly ResourceTypeFacts[]
}

export interface ConditionKeyFacts {
  /** In AWS's spelling, with `${TagKey}` and the like. */
  readonly name: string
  /** ARN, Bool, Date, IPAddress, Numeric, String, or one of them after `ArrayOf`. */
  readonly type: string
}

export interface ResourceTypeFacts {
  readonly name: string
  /** `arn:${Partition}:iam::${Account}:user/${UserNameWithPath}`. */
  readonly arn: string
  readonly conditionKeys: readonly string[]
}
