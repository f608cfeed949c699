/** Cases that say nothing about a server, each with the reason. This list should only ever shrink. */
export const IGNORED: Readonly<Record<'input' | 'output', Readonly<Record<string, string>>>> = {
  input: {
    'ec2 SDKAppliedContentEncoding_ec2Query':
      'the case has the headers of a compressed body, not the body; inflating is tested with the pipeline',
    'query SDKAppliedContentEncoding_awsQuery':
      'the case has the headers of a compressed body, not the body; inflating is tested with the pipeline',
    'json_1_0 SDKAppliedContentEncoding_awsJson1_0':
      'the case has the headers of a compressed body, not the body; inflating is tested with the pipeline',
    'json SDKAppliedContentEncoding_awsJson1_1':
      'the case has the headers of a compressed body, not the body; inflating is tested with the pipeline',
    'rest-json SDKAppliedContentEncoding_restJson1':
      'the case has the headers of a compressed body, not the body; inflating is tested with the pipeline',
    'rest-xml SDKAppliedContentEncoding_restXml':
      'the case has the headers of a compressed body, not the body; inflating is tested with the pipeline',
    'ec2 SDKAppendsGzipAndIgnoresHttpProvidedEncoding_ec2Query':
      'the case has the headers of a compressed body, not the body; inflating is tested with the pipeline',
    'query SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsQuery':
      'the case has the headers of a compressed body, not the body; inflating is tested with the pipeline',
    'json_1_0 SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_0':
      'the case has the headers of a compressed body, not the body; inflating is tested with the pipeline',
    'json SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_1':
      'the case has the headers of a compressed body, not the body; inflating is tested with the pipeline',
    'rest-json SDKAppendedGzipAfterProvidedEncoding_restJson1':
      'the case has the headers of a compressed body, not the body; inflating is tested with the pipeline',
    'rest-xml SDKAppendedGzipAfterProvidedEncoding_restXml':
      'the case has the headers of a compressed body, not the body; inflating is tested with the pipeline',
    'ec2 Ec2ProtocolIdempotencyTokenAutoFill': 'a client fills the token in; a server reads what was sent',
    'query QueryProtocolIdempotencyTokenAutoFill': 'a client fills the token in; a server reads what was sent',
    'rest-json RestJsonQueryIdempotencyTokenAutoFill': 'a client fills the token in; a server reads what was sent',
    'rest-xml QueryIdempotencyTokenAutoFill': 'a client fills the token in; a server reads what was sent',
    'ec2 Ec2EmptyQueryLists': 'a client leaves an empty list or map out; a server sees an absent one',
    'query QueryEmptyQueryMaps': 'a client leaves an empty list or map out; a server sees an absent one',
    'rest-json RestJsonHttpPrefixHeadersAreNotPresent':
      'a client leaves an empty list or map out; a server sees an absent one',
    'rest-xml HttpPrefixHeadersAreNotPresent': 'a client leaves an empty list or map out; a server sees an absent one',
    'rest-json RestJsonOmitsEmptyListQueryValues':
      'a client leaves an empty list or map out; a server sees an absent one',
    'rest-json RestJsonQueryPrecedence': 'the map loses an entry on the client; a server cannot know it',
    'rest-xml RestXmlQueryPrecedence': 'the map loses an entry on the client; a server cannot know it',
    'rest-json RestJsonAllQueryStringTypes':
      'the map repeats parameters that other members name; the rest-xml twin of the case does not, and runs',
    'rest-json RestJsonQueryStringEscaping':
      'the map repeats parameters that other members name; the rest-xml twin of the case does not, and runs',
    'rest-json RestJsonSupportsNaNFloatQueryValues':
      'the map repeats parameters that other members name; the rest-xml twin of the case does not, and runs',
    'rest-json RestJsonSupportsInfinityFloatQueryValues':
      'the map repeats parameters that other members name; the rest-xml twin of the case does not, and runs',
    'rest-json RestJsonSupportsNegativeInfinityFloatQueryValues':
      'the map repeats parameters that other members name; the rest-xml twin of the case does not, and runs',
    'rest-json RestJsonZeroAndFalseQueryValues':
      'the map repeats parameters that other members name; the rest-xml twin of the case does not, and runs',
    'rest-json RestJsonHostWithPath': 'the path in front belongs to the endpoint that the client was given',
    'rest-json RestJsonHttpWithEmptyStructurePayload':
      'a client sends {} for a payload that is not there; a server reads an empty structure',
    'rest-json RestJsonHttpWithHeadersButNoPayload':
      'a client sends {} for a payload that is not there; a server reads an empty structure',
  },
  output: {
    'rest-xml IgnoreQueryParamsInResponse': 'an output member bound to the query: no served model has one',
  },
}
