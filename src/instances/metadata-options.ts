import type { InstanceMetadataOptionsRequest } from '../aws/generated/ec2.ts'
import type { Fail } from '../aws/operation.ts'
import { inRegion, type State } from '../state/table.ts'
import { failInvalidValue } from './ec2-errors.ts'
import { oneOf } from './filters.ts'
import { type MetadataDefaultsRecord, type MetadataOptions, metadataDefaults } from './records.ts'

/**
 * What holds when neither the request nor the account says. Of an image with imds-support v2.0 tokens are required and
 * their answer may travel two hops.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html
 */
const imageDefaults = ({ imdsV2 }: { readonly imdsV2: boolean }): MetadataOptions => ({
  httpTokens: imdsV2 ? 'required' : 'optional',
  httpPutResponseHopLimit: imdsV2 ? 2 : 1,
  httpEndpoint: 'enabled',
  httpProtocolIpv6: 'disabled',
  instanceMetadataTags: 'disabled',
})

export function accountDefaults(state: State, account: string, region: string): MetadataDefaultsRecord | undefined {
  return state.get(metadataDefaults, inRegion(account, region), 'defaults')
}

/** The options an instance starts with: the request's, then the account's, then the image's. */
export function launchOptions(
  asked: InstanceMetadataOptionsRequest | undefined,
  defaults: MetadataDefaultsRecord | undefined,
  image: { readonly imdsV2: boolean },
  fail: Fail<string>,
): MetadataOptions {
  const ofImage = imageDefaults(image)
  const base: MetadataOptions = {
    httpTokens: defaults?.httpTokens ?? ofImage.httpTokens,
    httpPutResponseHopLimit: defaults?.httpPutResponseHopLimit ?? ofImage.httpPutResponseHopLimit,
    httpEndpoint: defaults?.httpEndpoint ?? ofImage.httpEndpoint,
    httpProtocolIpv6: ofImage.httpProtocolIpv6,
    instanceMetadataTags: defaults?.instanceMetadataTags ?? ofImage.instanceMetadataTags,
  }
  const options = changedOptions(base, asked ?? {}, fail)
  requireEnforcedTokens(options, defaults, fail)
  return options
}

/** `current` with what the request names. Errors: InvalidParameterValue. */
export function changedOptions(
  current: MetadataOptions,
  asked: InstanceMetadataOptionsRequest,
  fail: Fail<string>,
): MetadataOptions {
  const { HttpPutResponseHopLimit: hops = current.httpPutResponseHopLimit } = asked
  if (!Number.isInteger(hops) || hops < 1 || hops > 64) {
    failInvalidValue(String(hops), 'HttpPutResponseHopLimit', 'Valid values are between 1 and 64', fail)
  }
  const state = ['enabled', 'disabled'] as const
  return {
    httpTokens: oneOf(['optional', 'required'], asked.HttpTokens ?? current.httpTokens, 'HttpTokens', fail),
    httpPutResponseHopLimit: hops,
    httpEndpoint: oneOf(state, asked.HttpEndpoint ?? current.httpEndpoint, 'HttpEndpoint', fail),
    httpProtocolIpv6: oneOf(state, asked.HttpProtocolIpv6 ?? current.httpProtocolIpv6, 'HttpProtocolIpv6', fail),
    instanceMetadataTags: oneOf(
      state,
      asked.InstanceMetadataTags ?? current.instanceMetadataTags,
      'InstanceMetadataTags',
      fail,
    ),
  }
}

/** Refuses tokens that are not required where the account enforces them. */
export function requireEnforcedTokens(
  options: MetadataOptions,
  defaults: MetadataDefaultsRecord | undefined,
  fail: Fail<string>,
): void {
  if (defaults?.httpTokensEnforced !== 'enabled' || options.httpTokens === 'required') return
  fail(
    'UnsupportedOperation',
    `You can't launch instances with IMDSv1 because httpTokensEnforced is enabled for this account. Either launch the instance with httpTokens=required or contact your account owner to disable httpTokensEnforced using the ModifyInstanceMetadataDefaults API or the account settings in the EC2 console.`,
  )
}
