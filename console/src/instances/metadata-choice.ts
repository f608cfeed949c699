import type { InstanceMetadataOptionsRequest, InstanceMetadataOptionsResponse } from '@aws-sdk/client-ec2'

/** Metadata options as a form holds them; '' is left to the account and the image. */
export interface MetadataChoice {
  readonly endpoint: '' | 'enabled' | 'disabled'
  readonly tokens: '' | 'required' | 'optional'
  /** As it is written. */
  readonly hopLimit: string
  readonly tags: '' | 'enabled' | 'disabled'
  readonly ipv6: '' | 'enabled' | 'disabled'
}

/** Nothing is chosen: a launch then takes the account's and the image's. */
export const NO_CHOICE: MetadataChoice = { endpoint: '', tokens: '', hopLimit: '', tags: '', ipv6: '' }

export const choiceOf = (options: InstanceMetadataOptionsResponse = {}): MetadataChoice => ({
  endpoint: options.HttpEndpoint ?? '',
  tokens: options.HttpTokens ?? '',
  hopLimit: options.HttpPutResponseHopLimit === undefined ? '' : String(options.HttpPutResponseHopLimit),
  tags: options.InstanceMetadataTags ?? '',
  ipv6: options.HttpProtocolIpv6 ?? '',
})

/** What is chosen, as a request has it; undefined: nothing is. */
export function requestedOptions(choice: MetadataChoice): InstanceMetadataOptionsRequest | undefined {
  const options: InstanceMetadataOptionsRequest = {
    ...(choice.endpoint !== '' && { HttpEndpoint: choice.endpoint }),
    ...(choice.tokens !== '' && { HttpTokens: choice.tokens }),
    ...(choice.hopLimit !== '' && { HttpPutResponseHopLimit: Number(choice.hopLimit) }),
    ...(choice.tags !== '' && { InstanceMetadataTags: choice.tags }),
    ...(choice.ipv6 !== '' && { HttpProtocolIpv6: choice.ipv6 }),
  }
  return Object.keys(options).length === 0 ? undefined : options
}

/** What is wrong with the hop limit, if anything is. EC2 takes 1 to 64. */
export function hopLimitProblem({ hopLimit }: MetadataChoice): string | undefined {
  if (hopLimit === '' || (/^\d+$/.test(hopLimit) && Number(hopLimit) >= 1 && Number(hopLimit) <= 64)) return undefined
  return 'Enter a whole number from 1 to 64.'
}
